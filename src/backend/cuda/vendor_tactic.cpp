#include "backend/cuda/vendor_tactic.h"

#include "backend/cuda/device.h"
#include "backend/cuda/sum_and_relu.h"
#include "backend/cuda/tactic.h"
#include "base/text.h"

namespace ingot::backend::cuda {

Support VendorTactic::supports(const Problem& problem) const {
  if (!library_.why_not().empty()) return Support::no(library_.why_not());
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (Support bfloat = supports_bfloat(problem); !bfloat) return bfloat;
  if (Support constants = supports_constants(problem); !constants) return constants;
  if (Support factors = supports_factors(problem, factors_); !factors) return factors;
  if (Support tails = supports_sum_and_relu(problem); !tails) return tails;
  if (Support own = functions_.supports(problem); !own) return own;
  return supports_product(problem);
}

Support VendorTactic::accepts(const Configuration& configuration) const {
  const int64_t version = library_.version();
  if (configuration.size() >= library_.least_numbers && configuration[0] == version) {
    return Support::yes();
  }
  return Support::no(str("[", join(configuration), "] is of another version than ", version, " of ",
                         library_.name));
}

VendorConstants VendorTactic::constants_of(const Problem& problem) const {
  return {problem, functions_, factors_, pitch_of_weights(shape_of(problem))};
}

std::optional<size_t> VendorTactic::packed_size(const Problem& problem,
                                                const Configuration& /*configuration*/,
                                                size_t index) const {
  return constants_of(problem).packed_size(index);
}

std::optional<AlignedBytes> VendorTactic::pack(const Problem& problem,
                                               const Configuration& /*configuration*/, size_t index,
                                               const ir::Tensor& constant) const {
  return constants_of(problem).pack(index, constant);
}

}  // namespace ingot::backend::cuda
