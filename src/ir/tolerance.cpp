#include "ir/tolerance.h"

#include <algorithm>
#include <cmath>

#include "ir/evaluate.h"

namespace ingot::ir {
namespace {

Tensor absolute(const Tensor& tensor) {
  Tensor result{tensor.type, SharedBytes::copy_of(tensor.bytes.span())};
  const ConstTensorView view(result);
  const TensorView target(view.data_type, view.shape, const_cast<void*>(view.data));
  for (int64_t i = 0; i < view.size(); ++i) store(target, i, std::abs(load(view, i)));
  return result;
}

/// The reference on the inputs' magnitudes, without the epilogue: Σ|a·b| where the operator
/// computes Σa·b.
Tensor magnitudes(const Op& op, std::span<const Tensor> inputs) {
  std::vector<Tensor> own;
  for (const Tensor& input : inputs.first(inputs.size() - op.num_tail_inputs())) {
    own.push_back(absolute(input));
  }
  return evaluate(op.without_epilogue(), own).at(0);
}

double largest(const Tensor& tensor) {
  const ConstTensorView view(tensor);
  double result = 0;
  for (int64_t i = 0; i < view.size(); ++i) result = std::max(result, load(view, i));
  return result;
}

}  // namespace

double epsilon(DataType type) {
  switch (type) {
    case DataType::kFloat32: return 0x1p-23;
    case DataType::kFloat16: return 0x1p-10;
    case DataType::kBFloat16: return 0x1p-7;
    default: return 0;
  }
}

double subnormal(DataType type) {
  switch (type) {
    case DataType::kFloat32: return 0x1p-149;
    case DataType::kFloat16: return 0x1p-24;
    case DataType::kBFloat16: return 0x1p-133;
    default: return 0;
  }
}

DataType coarser(DataType a, DataType b) { return epsilon(a) < epsilon(b) ? b : a; }

Tolerance::Tolerance(const Op& op, std::span<const Tensor> inputs, DataType output,
                     bool rounds_in_between)
    : accuracy_(op.accuracy()),
      epsilon_(epsilon(output)),
      subnormal_(subnormal(output)),
      has_tails_(!op.epilogue().empty()) {
  if (accuracy_ != Accuracy::kAccumulation) return;
  magnitudes_ = magnitudes(op, inputs);
  if (rounds_in_between) largest_ = largest(*magnitudes_);
}

double Tolerance::bound(int64_t index, double expected) const {
  const double size = std::abs(expected);
  switch (accuracy_) {
    case Accuracy::kExact: return 0;
    case Accuracy::kRounding: return 2 * epsilon_ * std::max(size, 1.0);
    case Accuracy::kTranscendental: return epsilon_ * (8 * size + 2);
    case Accuracy::kAccumulation: break;
  }
  const double magnitude =
      largest_ ? 4 * *largest_ : std::abs(load(ConstTensorView(*magnitudes_), index));
  const double tails = has_tails_ ? 8 * size + 4 : 0;
  return epsilon_ * (size + 4 * magnitude + tails) + subnormal_;
}

}  // namespace ingot::ir
