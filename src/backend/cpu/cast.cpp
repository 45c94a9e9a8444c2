#include "ops/cast.h"

#include "backend/cpu/kernels/convert.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

kernels::Conversion conversion_of(const Problem& problem) {
  return kernels::find_conversion(problem.inputs[0].data_type, problem.outputs[0].data_type);
}

Support supports(const Problem& problem) {
  return conversion_of(problem) != nullptr
             ? Support::yes()
             : Support::no(str("from ", problem.inputs[0], " to ", problem.outputs[0],
                               ": takes f32 and one of f16, bf16, i8, u8, i32"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const auto from_size = static_cast<int64_t>(size_of(problem.inputs[0].data_type));
  const auto to_size = static_cast<int64_t>(size_of(problem.outputs[0].data_type));
  const int64_t count = static_cast<int64_t>(byte_size(problem.outputs[0])) / to_size;
  return make_kernel(
      [=, convert = conversion_of(problem)](const Launch& launch, const HostStream& stream) {
        const auto* x = static_cast<const std::byte*>(launch.inputs[0]);
        auto* y = static_cast<std::byte*>(launch.outputs[0]);
        stream.pool().parallel_ranges(count, kGrain, [&](int64_t begin, int64_t end) {
          convert(x + begin * from_size, y + begin * to_size, end - begin);
        });
      });
}

const CpuTactic vector_cast("vector_cast", {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Cast::kName, {&vector_cast});

}  // namespace
}  // namespace ingot::backend::cpu
