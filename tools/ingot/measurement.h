#pragma once

#include <vector>

#include "loaded_engine.h"
#include "shapes.h"

namespace ingot::tools {

struct MeasurementSettings {
  int batch = 1;
  Shapes shapes{};
  int streams = 1;             ///< inferences that are under way at once, each with its own context
  int iterations = 10;         ///< at least, of all streams together
  double duration = 3;         ///< seconds, at least
  double warmup = 0.2;         ///< seconds before, at least one inference
  bool has_transfers = false;  ///< inputs and outputs are copied in every inference
};

/// One inference; seconds.
struct Sample {
  double begin = 0;  ///< since the measurement's begin
  double enqueue_begin = 0;
  double enqueue = 0;  ///< of the host's call
  double upload = 0;
  double compute = 0;
  double download = 0;

  double latency() const { return upload + compute + download; }
};

struct Measurement {
  std::vector<Sample> samples;  ///< in the order of their begins
  double seconds = 0;           ///< of all of them
  int num_warmups = 0;
  double warmup_seconds = 0;
};

/// Runs the engine on random inputs. Throws Failure.
Measurement measure(const LoadedEngine& engine, const MeasurementSettings& settings);

/// The times of a step of the engine, in seconds, one a run.
struct StepTimes {
  std::string name;
  std::vector<double> seconds;
};

/// Runs of one stream with a profiler.
struct StreamProfile {
  /// Seconds of enqueue and wait; `begin` since the begin of all streams.
  struct Run {
    double begin = 0;
    double seconds = 0;
  };
  std::vector<Run> runs;
  std::vector<StepTimes> steps;
};

/// Runs the engine `runs` times a stream, all streams at once, with profilers, after a warm-up.
/// Throws Failure.
std::vector<StreamProfile> profile_streams(const LoadedEngine& engine,
                                           const MeasurementSettings& settings, int runs);
/// The steps of a single stream, whatever the settings say.
std::vector<StepTimes> profile(const LoadedEngine& engine, const MeasurementSettings& settings,
                               int runs);

}  // namespace ingot::tools
