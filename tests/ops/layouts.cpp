#include "layouts.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "ir/blocked.h"

namespace ingot::tests {
namespace {

bool is_image(const ir::TensorType& type) {
  return is_floating(type.data_type) && type.shape.size() >= 3;
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
  ir::for_each_blocked(type, [&](int64_t linear, int64_t blocked) {
    std::memcpy(bytes.data() + static_cast<size_t>(blocked) * size,
                tensor.bytes.data() + static_cast<size_t>(linear) * size, size);
  });
  return SharedBytes::copy_of(bytes);
}

}  // namespace ingot::tests
