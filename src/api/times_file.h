#pragma once

#include <string>

#include "api/reporter.h"
#include "compiler/timing_cache.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The timing cache in the file that INGOT_TIMING_CACHE names; where it names none, one that is not
/// kept. A file that cannot be used, for it is damaged or of another device, is left as it is, with
/// a warning.
class TimesFile {
 public:
  explicit TimesFile(const Reporter& reporter);

  compiler::TimingCache& cache() { return cache_; }
  /// Writes the file where times were added.
  void save() noexcept;

 private:
  void read();
  void warn(const char* what) noexcept;

  const Reporter& reporter_;
  std::string path_;
  compiler::TimingCache cache_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
