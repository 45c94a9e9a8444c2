#pragma once

#include <NvInfer.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "caffe_network.h"

namespace ingot::tools {

struct BuildSettings {
  int batch = 1;           ///< the largest
  uint64_t workspace = 0;  ///< 0: as much as there is
  int optimisation_level = 3;
  int min_timing = 1;
  int avg_timing = 1;
  std::string timing_cache{};  ///< a file; empty: none
  std::string plan{};          ///< a file to write; empty: none
  nvinfer1::ProfilingVerbosity verbosity = nvinfer1::ProfilingVerbosity::kLAYER_NAMES_ONLY;
  bool fp16 = false;
  bool bf16 = false;
  bool int8 = false;
};

/// Builds a plan, with a progress bar where the standard error is a terminal, and writes its file,
/// then that of the timing cache (require_output has seen both). Throws Failure, also when an
/// Interruption was asked for.
std::unique_ptr<nvinfer1::IHostMemory> build_plan(CaffeNetwork& network,
                                                  const BuildSettings& settings);

/// The bytes of a plan's file. Throws Failure.
std::vector<std::byte> read_plan(const std::string& path);
/// Those of a plan that is built here.
std::vector<std::byte> built_plan(CaffeNetwork& network, const BuildSettings& settings);

}  // namespace ingot::tools
