#pragma once

#include <NvInfer.h>

#include <string>
#include <vector>

#include "measurement.h"
#include "trtexec_options.h"

namespace ingot::tools {

/// Averages of runs, and the performance summary. `queries` is how many a sample counts for.
void log_performance(const TrtexecOptions& options, const Measurement& measurement, int queries);
/// The table of steps.
void log_profile(const std::vector<StepTimes>& steps);
/// The layers, a line each.
void log_layers(const nvinfer1::IEngineInspector& inspector);

/// What --exportTimes, --exportProfile and --exportLayerInfo write.
std::string times_json(const Measurement& measurement);
std::string profile_json(const std::vector<StepTimes>& steps);
std::string layers_json(const nvinfer1::IEngineInspector& inspector);

}  // namespace ingot::tools
