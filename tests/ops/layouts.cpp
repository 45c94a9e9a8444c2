#include "layouts.h"

#include <algorithm>

#include "base/text.h"
#include "ir/blocked.h"
#include "ir/tolerance.h"

namespace ingot::tests {
namespace {

bool is_image(const ir::TensorType& type) {
  return is_floating(type.data_type) && type.shape.size() >= 3;
}

ir::TensorType in_format(ir::TensorType type, ir::Format format) {
  const bool is_float32 = type.data_type == ir::DataType::kFloat32;
  if (is_image(type) && (is_float32 || stored_type(format) == ir::DataType::kFloat32)) {
    type.format = format;
  } else if (is_float32) {
    type.format = row_major(format);
  }
  return type;
}

bool is_blocked(ir::Format format) {
  return format == ir::Format::kBlocked8 || format == ir::Format::kBlocked16;
}

/// The device's formats, and the larger blocks of a processor whose plans run here too.
std::vector<ir::Format> formats_in_plans(const backend::Device& device) {
  std::vector<ir::Format> formats(device.formats().begin(), device.formats().end());
  if (std::ranges::count(formats, ir::Format::kBlocked8) > 0) {
    formats.push_back(ir::Format::kBlocked16);
  }
  return formats;
}

}  // namespace

std::vector<LaidOut> layouts(const backend::Problem& problem, const backend::Device& device) {
  std::vector<LaidOut> result;
  const std::vector<ir::Format> formats = formats_in_plans(device);
  for (const ir::Format input : formats) {
    for (const ir::Format output : formats) {
      if (is_blocked(input) && is_blocked(output) && input != output) continue;
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
  std::vector<std::byte> bytes(byte_size(type), std::byte{0xFF});  // NaN in every type
  const ir::ConstTensorView from(tensor);
  const ir::TensorView to(stored_type(type), {}, bytes.data());
  ir::for_each_stored(type, [&](int64_t at, int64_t stored) { store(to, stored, load(from, at)); });
  return SharedBytes::copy_of(bytes);
}

std::optional<ir::DataType> coarsest_kept(const backend::Problem& problem) {
  std::optional<ir::DataType> coarsest;
  for (const auto* types : {&problem.inputs, &problem.outputs}) {
    for (const ir::TensorType& type : *types) {
      const ir::DataType stored = stored_type(type.format);
      if (stored != ir::DataType::kFloat32) coarsest = coarser(coarsest.value_or(stored), stored);
    }
  }
  return coarsest;
}

ir::Tensor rounded(const ir::Tensor& tensor, ir::DataType type) {
  if (tensor.type.data_type != ir::DataType::kFloat32) return tensor;
  return convert(convert(tensor, type), ir::DataType::kFloat32);
}

Case with_rounded_inputs(Case test, ir::DataType type) {
  for (ir::Tensor& input : test.inputs) input = rounded(input, type);
  return test;
}

}  // namespace ingot::tests
