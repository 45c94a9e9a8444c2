#pragma once

#include <NvInfer.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace ingot::test {

class LastError final : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kERROR) text = message;
  }
  std::string text;
};

/// A folder of its own for a test, gone after it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& file) const { return (path_ / file).string(); }
  size_t num_files() const;

 private:
  std::filesystem::path path_;
};

/// The bytes of a file.
std::string content(const std::string& path);
std::string content(const nvinfer1::IHostMemory& memory);

/// A plan of about a megabyte; its weights are all `weight`.
std::unique_ptr<nvinfer1::IHostMemory> make_plan(nvinfer1::ILogger& logger, float weight);
/// The timing cache after a build of so many different layers.
std::unique_ptr<nvinfer1::IHostMemory> make_timing_cache(nvinfer1::ILogger& logger, int layers);

bool is_plan(nvinfer1::ILogger& logger, const std::string& path);
bool is_timing_cache(nvinfer1::ILogger& logger, const std::string& bytes);

}  // namespace ingot::test
