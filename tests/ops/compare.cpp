#include "compare.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ir/tolerance.h"
#include "layouts.h"

namespace ingot::tests {
namespace {

bool is_transcendental(const ir::Op& op) {
  const auto is_it = [](const ir::Op& part) {
    return part.def().accuracy == ir::Accuracy::kTranscendental;
  };
  return is_it(op) ||
         std::ranges::any_of(op.epilogue(), [&](const ir::Tail& tail) { return is_it(tail.op); });
}

class Tolerance {
 public:
  Tolerance(const Case& test, const Rounding& rounding)
      : tolerance_(test.op, test.inputs, type_of(test, rounding), rounding.in_between),
        accuracy_(test.op.accuracy()),
        epsilon_(ir::epsilon(type_of(test, rounding))),
        has_integers_(test.data == Data::kIntegers && !rounding.in_between &&
                      !is_transcendental(test.op)) {}

  bool allows(int64_t index, double expected, double actual) const {
    if (expected == actual || (std::isnan(expected) && std::isnan(actual))) return true;
    if (epsilon_ == 0 || is_exact(expected)) return false;
    return std::abs(expected - actual) <= tolerance_.bound(index, expected);
  }

 private:
  static ir::DataType type_of(const Case& test, const Rounding& rounding) {
    return rounding.coarsest.value_or(test.output.data_type);
  }

  bool is_exact(double expected) const {
    if (accuracy_ == ir::Accuracy::kExact) return true;
    return has_integers_ && expected == std::trunc(expected) && std::abs(expected) < 2 / epsilon_;
  }

  ir::Tolerance tolerance_;
  ir::Accuracy accuracy_;
  double epsilon_;
  bool has_integers_;
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

Rounding rounding_of(const backend::Tactic& tactic, const backend::Problem& problem) {
  Rounding rounding{.in_between = tactic.rounds_in_between(), .coarsest = coarsest_kept(problem)};
  if (tactic.rounds_factors() && !rounding.coarsest) rounding.coarsest = ir::DataType::kFloat16;
  return rounding;
}

std::string difference(const Case& test, const ir::Tensor& expected, const ir::Tensor& actual,
                       const Rounding& rounding) {
  const Tolerance tolerance(test, rounding);
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
