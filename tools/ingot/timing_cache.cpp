#include "timing_cache.h"

#include <ingot/ingot.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "failure.h"

namespace ingot::tools {
namespace {

/// Nothing where there is no file.
std::string contents_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return {};
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Failure(path + ": cannot be read");
  return bytes;
}

}  // namespace

bool TimingCacheFile::give_to(nvinfer1::IBuilderConfig& config) {
  if (path_.empty()) return true;
  const std::string bytes = contents_of(path_);
  cache_.reset(config.createTimingCache(bytes.data(), bytes.size()));
  return cache_ != nullptr && config.setTimingCache(*cache_, false);
}

bool TimingCacheFile::save(nvinfer1::ILogger& logger) const {
  if (path_.empty()) return true;
  const std::unique_ptr<nvinfer1::IHostMemory> bytes(cache_->serialize());
  return bytes != nullptr && saveMemory(logger, *bytes, path_.c_str());
}

}  // namespace ingot::tools
