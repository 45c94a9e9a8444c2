#include "api/times_file.h"

#include <filesystem>

#include "api/devices.h"
#include "base/file.h"
#include "base/settings.h"
#include "base/text.h"
#include "compiler/timing_cache_file.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

TimesFile::TimesFile(const Reporter& reporter)
    : reporter_(reporter),
      path_(timing_cache_setting()),
      cache_({compiler::origin_on(default_device()), {}}) {
  std::error_code error;
  if (path_.empty() || !std::filesystem::exists(path_, error)) return;
  try {
    read();
  } catch (const std::exception& failure) {
    warn(failure.what());
    path_.clear();
  }
}

void TimesFile::read() {
  const compiler::Timings times = compiler::read_timings(map_file(path_).span());
  const compiler::Origin here = cache_.origin();
  require(times.origin == here, ErrorCode::kInvalidArgument, [&] {
    return str("its times are those of ", times.origin.device, " and library ",
               times.origin.library, ", here are ", here.device, " and ", here.library,
               "; name another file");
  });
  cache_.add(times);
}

void TimesFile::save() noexcept {
  if (path_.empty()) return;
  try {
    replace_file(path_, compiler::write_timings(cache_.timings()));
  } catch (const std::exception& failure) {
    warn(failure.what());
  }
}

void TimesFile::warn(const char* what) noexcept {
  reporter_.log(nvinfer1::ILogger::Severity::kWARNING,
                str("INGOT_TIMING_CACHE: ", path_, " is not used: ", what));
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
