#include "items.h"

#include "compare.h"

namespace ingot::tests {
namespace {

bool has_extent(const ir::TensorType& type, const ir::Dim& extent) {
  return !type.shape.empty() && type.shape[0] == extent;
}

ir::TensorType item_type(ir::TensorType batch) {
  batch.shape[0] = 1;
  return batch;
}

/// Item `index`, whether it can be computed by itself or not.
Case cut(const Case& batch, size_t index) {
  Case item = batch;
  for (size_t i = 0; i < batch.inputs.size(); ++i) {
    if (batch.is_constant[i] || !has_extent(batch.inputs[i].type, batch.output.shape[0])) continue;
    item.inputs[i] = item_of(batch.inputs[i], index);
  }
  item.output = item_type(batch.output);
  return item;
}

bool is_inferred(const Case& test) {
  std::vector<ir::InputInfo> infos;
  for (size_t i = 0; i < test.inputs.size(); ++i) {
    infos.push_back({test.inputs[i].type, test.is_constant[i] ? &test.inputs[i] : nullptr});
  }
  try {
    return test.op.infer(infos).at(0) == test.output;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

ir::Tensor item_of(const ir::Tensor& batch, size_t index) {
  const ir::TensorType type = item_type(batch.type);
  const size_t size = byte_size(type);
  return {type, SharedBytes::copy_of(batch.bytes.part(index * size, size).span())};
}

std::vector<Case> items_of(const Case& batch) {
  if (batch.output.shape.empty() || batch.output.shape[0].value() < 2) return {};
  std::vector<Case> items{cut(batch, 0)};
  if (!is_inferred(items[0])) return {};
  const ir::Tensor expected = reference(batch);
  const auto count = static_cast<size_t>(batch.output.shape[0].value());
  for (size_t i = 1; i < count; ++i) items.push_back(cut(batch, i));
  for (size_t i = 0; i < count; ++i) {
    if (!bit_difference(item_of(expected, i), reference(items[i])).empty()) return {};
  }
  return items;
}

backend::Problem problem_of_item(const backend::Problem& batch, const Case& item) {
  backend::Problem problem = batch;
  for (size_t i = 0; i < item.inputs.size(); ++i) {
    problem.inputs[i].shape = item.inputs[i].type.shape;
  }
  problem.outputs[0].shape = item.output.shape;
  return problem;
}

}  // namespace ingot::tests
