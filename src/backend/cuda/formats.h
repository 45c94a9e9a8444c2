#pragma once

#include <algorithm>

#include "backend/cuda/kernels/element.h"
#include "backend/cuda/kernels/number.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

/// How kernels know a tensor of real numbers.
inline kernels::Element element_of(const ir::TensorType& type) {
  switch (stored_type(type)) {
    case ir::DataType::kFloat16: return kernels::Element::kFloat16;
    case ir::DataType::kBFloat16: return kernels::Element::kBFloat16;
    default: return kernels::Element::kFloat32;
  }
}

/// How kernels know a tensor of any numbers.
inline kernels::Number number_of(const ir::TensorType& type) {
  static_assert(static_cast<int>(ir::DataType::kBool) == static_cast<int>(kernels::Number::kBool));
  return static_cast<kernels::Number>(stored_type(type));
}

/// Calls body(T()) with the host's type of such elements: float, Half or BFloat16.
template <class Body>
void with_host_type(kernels::Element element, const Body& body) {
  switch (element) {
    case kernels::Element::kFloat32: body(0.0F); break;
    case kernels::Element::kFloat16: body(Half()); break;
    case kernels::Element::kBFloat16: body(BFloat16()); break;
  }
}

/// Elements of memory that a tensor takes, with what fills it up.
inline int64_t stored_elements(const ir::TensorType& type) {
  return ir::num_elements(filled_shape(type)).value();
}

/// Elements from one pixel of an image with the channels last to the next.
inline int64_t pitch_of(const ir::TensorType& type) { return filled_shape(type)[1].value(); }

/// The same of a problem's output.
inline int64_t output_pitch_of(const Problem& problem) {
  return problem.output_pitch == 0 ? pitch_of(problem.outputs[0]) : problem.output_pitch;
}

/// Pixels of all images.
inline int64_t pixels_of(const ir::TensorType& type) {
  return stored_elements(type) / std::max<int64_t>(1, pitch_of(type));
}

/// No unless the first input and the output are images with the channels last.
Support supports_channels_last(const Problem& problem);
/// The same, of one format.
Support supports_one_channels_last(const Problem& problem);

}  // namespace ingot::backend::cuda
