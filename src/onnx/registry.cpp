#include "onnx/registry.h"

#include <map>

#include "base/error.h"
#include "base/text.h"

namespace ingot::onnx {
namespace {

std::map<std::string_view, OperatorWriter>& registry() {
  static std::map<std::string_view, OperatorWriter> writers;
  return writers;
}

}  // namespace

const OperatorWriter* find_writer(std::string_view operator_name) {
  const auto found = registry().find(operator_name);
  return found == registry().end() ? nullptr : &found->second;
}

void register_writer(std::string_view operator_name, OperatorWriter writer) {
  const bool is_new = registry().emplace(operator_name, std::move(writer)).second;
  require(is_new, ErrorCode::kInternal,
          [&] { return str("operator '", operator_name, "' has two ONNX writers"); });
}

}  // namespace ingot::onnx
