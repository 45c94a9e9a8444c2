// Operators whose output is the input's bytes, where it cannot simply be the input.

#include <cstring>

#include "backend/cpu/reformat.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"
#include "ops/identity.h"
#include "ops/reshape.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  return x == y || (x.format == y.format && x.format == ir::Format::kLinear)
             ? Support::yes()
             : Support::no(str("copies bytes, and ", x, " does not lie as ", y));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const auto size = static_cast<int64_t>(byte_size(problem.outputs[0]));
  return make_kernel([size](const Launch& launch, const HostStream& stream) {
    const auto* x = static_cast<const std::byte*>(launch.inputs[0]);
    auto* y = static_cast<std::byte*>(launch.outputs[0]);
    if (x == y) return;
    stream.pool().parallel_ranges(size, 4 * kGrain, [&](int64_t begin, int64_t end) {
      std::memcpy(y + begin, x + begin, static_cast<size_t>(end - begin));
    });
  });
}

const CpuTactic copy("copy", {.supports = supports, .prepare = prepare, .takes_formats = true});

const RegisterTactics identity(ops::Identity::kName, {&copy, &reformat()});
const RegisterTactics reshape(ops::Reshape::kName, {&copy});

}  // namespace
}  // namespace ingot::backend::cpu
