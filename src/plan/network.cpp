#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "ir/text.h"
#include "plan/plan.h"

namespace ingot::plan {
namespace {

/// The bytes at `place` of `all`, which lies at `begin`; nullopt where they are not in it.
std::optional<SharedBytes> part_at(const SharedBytes& all, uint64_t begin, uint64_t place,
                                   size_t size) {
  if (place < begin || place - begin > all.size()) return std::nullopt;
  if (size > all.size() - (place - begin)) return std::nullopt;
  return all.part(place - begin, size);
}

SharedBytes bytes_at(const Plan& plan, uint64_t place, size_t size) {
  require(place % kAlignment == 0, ErrorCode::kCorrupt,
          [&] { return str("bytes at ", place, ", which is no multiple of ", kAlignment); });
  uint64_t begin = 0;
  for (const auto pieces : {plan.weights.pieces(), std::span(plan.network.constants)}) {
    for (const SharedBytes& piece : pieces) {
      if (const auto found = part_at(piece, begin, place, size)) return *found;
      begin += align_up(piece.size());
    }
  }
  throw Error(ErrorCode::kCorrupt, str("there are no ", size, " bytes at ", place,
                                       ": weights and constants have ", begin));
}

}  // namespace

ir::Graph read_network(const Plan& plan) {
  constexpr size_t kMostInText = size_t{1} << 24U;  // small constants alone
  const auto text = plan.network.text.span();
  return ir::from_text(
      {reinterpret_cast<const char*>(text.data()), text.size()},
      {.max_constant_bytes = kMostInText,
       .bytes_at = [&](uint64_t place, size_t size) { return bytes_at(plan, place, size); }});
}

void own_constants(Network& network) {
  for (SharedBytes& constants : network.constants) {
    constants = SharedBytes::copy_of(constants.span());
  }
}

}  // namespace ingot::plan
