#include "api/symbols.h"

#include <cctype>
#include <string>

#include "base/text.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// Letters, digits and '_' stay, except a leading digit; all else, '.' and '#' included, is
/// escaped.
std::string escaped(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain =
        std::isalpha(byte) != 0 || c == '_' || (std::isdigit(byte) != 0 && !result.empty());
    if (is_plain) {
      result += c;
    } else {
      result += {'#', kDigits[byte / 16], kDigits[byte % 16]};
    }
  }
  return result;
}

}  // namespace

ir::Dim axis_symbol(std::string_view input, size_t axis) {
  return ir::Dim::symbol(str(escaped(input), ".", axis));
}

ir::Dim named_symbol(std::string_view name) { return ir::Dim::symbol(escaped(name)); }

ir::Dim batch_symbol() { return ir::Dim::symbol(plan::kBatchSymbol); }

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
