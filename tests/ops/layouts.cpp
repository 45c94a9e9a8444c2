#include "layouts.h"

#include <algorithm>

#include "base/text.h"
#include "ir/blocked.h"

namespace ingot::tests {
namespace {

bool is_image(const ir::TensorType& type) {
  return is_floating(type.data_type) && type.shape.size() >= 3;
}

ir::TensorType in_format(ir::TensorType type, ir::Format format) {
  const bool is_float32 = type.data_type == ir::DataType::kFloat32;
  if (is_image(type) && (is_float32 || !is_half(format))) {
    type.format = format;
  } else if (is_float32) {
    type.format = row_major(format);
  }
  return type;
}

}  // namespace

std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device) {
  std::vector<LaidOut> result;
  for (const ir::Format input : device.formats()) {
    for (const ir::Format output : device.formats()) {
      backend::Problem laid_out = problem;
      for (size_t i = 0; i < problem.inputs.size(); ++i) {
        if (!problem.is_constant[i]) laid_out.inputs[i] = in_format(problem.inputs[i], input);
      }
      for (ir::TensorType& type : laid_out.outputs) type = in_format(type, output);
      const auto is_same = [&](const LaidOut& known) {
        return known.problem.key() == laid_out.key();
      };
      if (std::ranges::any_of(result, is_same)) continue;
      result.push_back({str(name_of(input), ",", name_of(output)), std::move(laid_out)});
    }
  }
  return result;
}

SharedBytes to_format(const ir::Tensor& tensor, const ir::TensorType& type) {
  if (type.format == ir::Format::kLinear) return tensor.bytes;
  std::vector<std::byte> bytes(byte_size(type), std::byte{0xF7});  // NaN in every type
  const ir::ConstTensorView from(tensor);
  const ir::TensorView to(stored_type(type), {}, bytes.data());
  ir::for_each_stored(type, [&](int64_t at, int64_t stored) { store(to, stored, load(from, at)); });
  return SharedBytes::copy_of(bytes);
}

bool has_half(const backend::Problem& problem) {
  const auto is_kept = [](const ir::TensorType& type) { return is_half(type.format); };
  return std::ranges::any_of(problem.inputs, is_kept) ||
         std::ranges::any_of(problem.outputs, is_kept);
}

ir::Tensor rounded(const ir::Tensor& tensor) {
  if (tensor.type.data_type != ir::DataType::kFloat32) return tensor;
  return convert(convert(tensor, ir::DataType::kFloat16), ir::DataType::kFloat32);
}

Case with_half_inputs(Case test) {
  for (ir::Tensor& input : test.inputs) input = rounded(input);
  return test;
}

}  // namespace ingot::tests
