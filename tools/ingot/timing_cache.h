#pragma once

#include <NvInfer.h>

#include <memory>
#include <string>

namespace ingot::tools {

/// A timing cache in a file, which need not exist.
class TimingCacheFile {
 public:
  /// No file where the path is empty.
  explicit TimingCacheFile(std::string path) : path_(std::move(path)) {}

  /// Reads the file and gives the cache to the configuration, which this must outlive. Kernels that
  /// the build compiles are kept beside it unless INGOT_CODE_CACHE says where. False after
  /// an error, logged by the builder. Throws Failure when the file cannot be read.
  bool give_to(nvinfer1::IBuilderConfig& config);
  /// Writes the file, whole or not at all, where the build has added to it. False after an error,
  /// which is logged.
  bool save(nvinfer1::ILogger& logger) const;

 private:
  std::string path_;
  std::string bytes_;  ///< of the file
  std::unique_ptr<nvinfer1::ITimingCache> cache_;
};

}  // namespace ingot::tools
