#include "compiler/progress.h"

#include "base/error.h"

namespace ingot::compiler {

void begin_step(const Settings& settings, std::string_view phase, std::string_view step,
                size_t index, size_t count) {
  const bool goes_on = !settings.progress || settings.progress(phase, step, index, count);
  require(goes_on, ErrorCode::kInvalidState, [] { return "the build was cancelled"; });
}

}  // namespace ingot::compiler
