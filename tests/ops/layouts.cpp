#include "layouts.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace ingot::tests {
namespace {

bool is_image(const ir::TensorType& type) {
  return is_floating(type.data_type) && type.shape.size() >= 3;
}

/// copy(offset in the linear tensor, offset in the blocked one), in elements.
template <class Copy>
void for_each_element(const ir::TensorType& type, const Copy& copy) {
  const std::vector<int64_t> shape = numbers(type.shape);
  const int64_t block = block_of(type.format);
  const int64_t blocks = (shape[1] + block - 1) / block;
  int64_t pixels = 1;
  for (size_t axis = 2; axis < shape.size(); ++axis) pixels *= shape[axis];
  for (int64_t n = 0; n < shape[0]; ++n) {
    for (int64_t c = 0; c < shape[1]; ++c) {
      for (int64_t p = 0; p < pixels; ++p) {
        copy((n * shape[1] + c) * pixels + p,
             ((n * blocks + c / block) * pixels + p) * block + c % block);
      }
    }
  }
}

}  // namespace

std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device) {
  std::vector<LaidOut> result;
  for (const ir::Format input : device.formats()) {
    for (const ir::Format output : device.formats()) {
      backend::Problem laid_out = problem;
      for (size_t i = 0; i < problem.inputs.size(); ++i) {
        if (is_image(problem.inputs[i]) && !problem.is_constant[i]) {
          laid_out.inputs[i].format = input;
        }
      }
      for (ir::TensorType& type : laid_out.outputs) {
        if (is_image(type)) type.format = output;
      }
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
  const size_t size = size_of(type.data_type);
  std::vector<std::byte> bytes(byte_size(type), std::byte{0xF7});  // NaN in every type
  for_each_element(type, [&](int64_t linear, int64_t blocked) {
    std::memcpy(bytes.data() + static_cast<size_t>(blocked) * size,
                tensor.bytes.data() + static_cast<size_t>(linear) * size, size);
  });
  return SharedBytes::copy_of(bytes);
}

ir::Tensor to_linear(const ir::TensorType& type, const SharedBytes& bytes) {
  if (type.format == ir::Format::kLinear) return {type, bytes};
  const size_t size = size_of(type.data_type);
  std::vector<std::byte> elements(byte_size(linear(type)));
  for_each_element(type, [&](int64_t to, int64_t from) {
    std::memcpy(elements.data() + static_cast<size_t>(to) * size,
                bytes.data() + static_cast<size_t>(from) * size, size);
  });
  return {linear(type), SharedBytes::copy_of(elements)};
}

}  // namespace ingot::tests
