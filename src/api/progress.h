#pragma once

#include <NvInfer.h>

#include <string>

#include "compiler/settings.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Tells a monitor of one long work, such as a build: it is the outermost phase, whose steps are
/// the work's phases; each layer that these come to is a phase of one step below, and the timing of
/// its candidates one below that. Every phase that starts finishes, at the latest with this object.
class Progress {
 public:
  /// `monitor` may be null. `work`: "building the engine".
  Progress(nvinfer1::IProgressMonitor* monitor, const char* work, size_t num_phases);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// For compiler::Settings; valid as long as this object. Empty without a monitor.
  compiler::Progress listener();
  /// All work is done. Throws Error kInvalidState with this message where the monitor cancels even
  /// then.
  void complete(const char* if_cancelled);

 private:
  bool begin_step(std::string_view phase, std::string_view step, size_t index, size_t count);
  bool start_phase(std::string_view phase, size_t count);
  bool finish_phase();
  bool finish_step(size_t next);
  void start_layer(std::string_view name);
  bool finish_layer();
  bool begin_candidate(std::string_view phase, size_t index, size_t count);
  bool finish_timing();
  void finish_early() noexcept;

  nvinfer1::IProgressMonitor* monitor_;
  const char* work_;
  size_t phases_done_ = 0;
  std::string phase_;  ///< the one that has started and not finished; empty: none
  size_t num_steps_ = 0;
  std::string layer_;   ///< the phase below it
  std::string timing_;  ///< the phase below that
  size_t num_candidates_ = 0;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
