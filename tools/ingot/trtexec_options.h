#pragma once

#include <string>
#include <vector>

#include "failure.h"
#include "loaded_engine.h"
#include "measurement.h"

namespace ingot::tools {

struct TrtexecOptions {
  EngineSource source;
  std::string load_engine;
  std::string save_engine;
  bool skips_inference = false;
  bool is_verbose = false;

  int batch = 0;  ///< 0: what the engine takes, else 1
  MeasurementSettings measurement;
  int runs_of_average = 10;
  std::vector<double> percentiles{90, 95, 99};

  bool dumps_profile = false;
  bool dumps_layers = false;
  std::string export_times;
  std::string export_profile;
  std::string export_layers;

  std::vector<std::string> without_effect;  ///< flags that were given and change nothing here
  std::string help;                         ///< where it was asked for
};

constexpr const char* kTrtexecDescription =
    "Builds an engine and measures it, as TensorRT's trtexec does";

/// Defines the flags.
void set_up_trtexec(CLI::App& app, TrtexecOptions& options);

/// Reads the flags: --name=value or --name value. Throws WrongWords, also for those of TensorRT's
/// that are not there yet.
TrtexecOptions read_trtexec_options(int count, char** words);

}  // namespace ingot::tools
