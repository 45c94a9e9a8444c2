#include "base/text.h"
#include "modes.h"

namespace ingot::tests {
namespace {

/// Extents of inputs that become symbols, as (input, axis).
using Places = std::vector<std::pair<size_t, size_t>>;

Places symbolic_places(const Row& row) {
  Places places;
  for (size_t i = 0; i < row.inputs.size(); ++i) {
    if (row.inputs[i].is_constant) continue;
    for (size_t axis = 0; axis < row.inputs[i].type.shape.size(); ++axis) {
      places.emplace_back(i, axis);
    }
  }
  return places;
}

std::string symbol_of(size_t input, size_t axis) { return str("S", input, "_", axis); }

/// Infers with symbols at `places` and puts the numbers in afterwards.
void check_places(const Row& row, const Places& places, Report& report) {
  std::vector<ir::InputInfo> infos = input_infos(row);
  ir::Bindings bindings;
  for (const auto& [input, axis] : places) {
    ir::Dim& extent = infos[input].type.shape[axis];
    const std::string symbol = symbol_of(input, axis);
    bindings[symbol] = extent.value();
    extent = ir::Dim::symbol(symbol);
  }
  const ir::TensorType expected = row.op.infer(input_infos(row)).at(0);
  try {
    const ir::TensorType symbolic = row.op.infer(infos).at(0);
    const ir::TensorType bound = ir::bind(symbolic, bindings);
    if (bound != expected) {
      report.fail({"check", &row}, str("expected ", expected, ", got ", symbolic, " = ", bound));
    }
    report.count("inferences over symbols");
  } catch (const Error& error) {
    // An operator may need an extent; then it says so, and does not call the network wrong.
    if (error.code() != ErrorCode::kUnsupported) report.fail({"check", &row}, error.what());
    report.skip("inference over symbols", error.message());
  }
}

}  // namespace

void check_symbols(const Row& row, Report& report) {
  const Places places = symbolic_places(row);
  for (const auto& place : places) check_places(row, {place}, report);
  if (places.size() > 1) check_places(row, places, report);
}

}  // namespace ingot::tests
