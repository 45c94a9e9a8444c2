#include "compare.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace ingot::tests {
namespace {

/// Distance between 1 and the next number.
double epsilon(ir::DataType type) {
  switch (type) {
    case ir::DataType::kFloat32: return 0x1p-23;
    case ir::DataType::kFloat16: return 0x1p-10;
    case ir::DataType::kBFloat16: return 0x1p-7;
    default: return 0;
  }
}

ir::Tensor absolute(const ir::Tensor& tensor) {
  ir::Tensor result{tensor.type, SharedBytes::copy_of(tensor.bytes.span())};
  const ir::ConstTensorView view(result);
  const ir::TensorView target(view.data_type, view.shape, const_cast<void*>(view.data));
  for (int64_t i = 0; i < view.size(); ++i) store(target, i, std::abs(load(view, i)));
  return result;
}

/// The reference on the inputs' magnitudes, without the epilogue: Σ|a·b| where the operator
/// computes Σa·b.
ir::Tensor magnitudes(const Case& test) {
  Case own = test;
  own.op = test.op.without_epilogue();
  own.inputs.resize(test.inputs.size() - test.op.num_tail_inputs());
  for (ir::Tensor& input : own.inputs) input = absolute(input);
  return reference(own);
}

double largest(const ir::Tensor& tensor) {
  const ir::ConstTensorView view(tensor);
  double result = 0;
  for (int64_t i = 0; i < view.size(); ++i) result = std::max(result, load(view, i));
  return result;
}

bool is_transcendental(const ir::Op& op) {
  const auto is_it = [](const ir::Op& part) {
    return part.def().accuracy == ir::Accuracy::kTranscendental;
  };
  return is_it(op) ||
         std::ranges::any_of(op.epilogue(), [&](const ir::Tail& tail) { return is_it(tail.op); });
}

class Tolerance {
 public:
  Tolerance(const Case& test, bool rounds_in_between)
      : accuracy_(test.op.accuracy()),
        epsilon_(epsilon(test.output.data_type)),
        has_integers_(test.data == Data::kIntegers && !rounds_in_between &&
                      !is_transcendental(test.op)),
        has_tails_(!test.op.epilogue().empty()) {
    if (accuracy_ != ir::Accuracy::kAccumulation) return;
    magnitudes_ = magnitudes(test);
    if (rounds_in_between) largest_ = largest(*magnitudes_);
  }

  bool allows(int64_t index, double expected, double actual) const {
    if (expected == actual || (std::isnan(expected) && std::isnan(actual))) return true;
    if (epsilon_ == 0 || is_exact(expected)) return false;
    return std::abs(expected - actual) <= bound(index, expected);
  }

 private:
  bool is_exact(double expected) const {
    if (accuracy_ == ir::Accuracy::kExact) return true;
    return has_integers_ && expected == std::trunc(expected) && std::abs(expected) < 2 / epsilon_;
  }

  double bound(int64_t index, double expected) const {
    const double size = std::abs(expected);
    switch (accuracy_) {
      case ir::Accuracy::kExact: return 0;
      case ir::Accuracy::kRounding: return 2 * epsilon_ * std::max(size, 1.0);
      case ir::Accuracy::kTranscendental: return epsilon_ * (8 * size + 2);
      case ir::Accuracy::kAccumulation: break;
    }
    const double magnitude =
        largest_ ? 4 * *largest_ : std::abs(load(ir::ConstTensorView(*magnitudes_), index));
    const double tails = has_tails_ ? 8 * size + 4 : 0;
    return epsilon_ * (size + 4 * magnitude + tails);
  }

  ir::Accuracy accuracy_;
  double epsilon_;
  bool has_integers_;
  bool has_tails_;
  std::optional<ir::Tensor> magnitudes_;
  std::optional<double> largest_;
};

template <class Allows>
std::string describe(const ir::Tensor& expected, const ir::Tensor& actual, const Allows& allows) {
  const ir::ConstTensorView left(expected);
  const ir::ConstTensorView right(actual);
  int64_t wrong = 0;
  std::string first;
  for (int64_t i = 0; i < left.size(); ++i) {
    if (allows(i)) continue;
    if (wrong++ == 0) {
      first = str("element ", i, ": expected ", load(left, i), ", got ", load(right, i));
    }
  }
  return wrong == 0 ? "" : str(first, " (", wrong, " of ", left.size(), " differ)");
}

}  // namespace

std::string difference(const Case& test, const ir::Tensor& expected, const ir::Tensor& actual,
                       bool rounds_in_between) {
  const Tolerance tolerance(test, rounds_in_between);
  const ir::ConstTensorView left(expected);
  const ir::ConstTensorView right(actual);
  return describe(expected, actual,
                  [&](int64_t i) { return tolerance.allows(i, load(left, i), load(right, i)); });
}

std::string bit_difference(const ir::Tensor& expected, const ir::Tensor& actual) {
  const auto size = static_cast<int64_t>(size_of(expected.type.data_type));
  return describe(expected, actual, [&](int64_t i) {
    const auto at = [&](const ir::Tensor& tensor) {
      return tensor.bytes.span().subspan(static_cast<size_t>(i * size), static_cast<size_t>(size));
    };
    return std::ranges::equal(at(expected), at(actual));
  });
}

}  // namespace ingot::tests
