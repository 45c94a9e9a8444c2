#include "backend/cuda/formats.h"

#include "base/text.h"

namespace ingot::backend::cuda {

Support supports_channels_last(const Problem& problem) {
  for (const auto* type : {&problem.inputs[0], &problem.outputs[0]}) {
    if (!ir::is_channels_last(type->format)) {
      return Support::no(str("tensor ", *type, ": takes images with the channels last"));
    }
  }
  return Support::yes();
}

Support supports_one_channels_last(const Problem& problem) {
  if (Support last = supports_channels_last(problem); !last) return last;
  return problem.inputs[0].format == problem.outputs[0].format
             ? Support::yes()
             : Support::no(str("from ", problem.inputs[0], " to ", problem.outputs[0],
                               ": takes one format"));
}

}  // namespace ingot::backend::cuda
