#include "timing_cache.h"

#include <ingot/ingot.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "files.h"

namespace ingot::tools {
namespace {

constexpr uint64_t kLargest = uint64_t{1} << 30;

/// Nothing where there is no file.
std::string contents_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return {};
  const auto bytes = read_file(path, kLargest);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool TimingCacheFile::give_to(nvinfer1::IBuilderConfig& config) {
  if (path_.empty()) return true;
  constexpr int kKeepsWhatIsSet = 0;
  ::setenv("INGOT_CODE_CACHE", (path_ + ".code").c_str(), kKeepsWhatIsSet);
  bytes_ = contents_of(path_);
  cache_.reset(config.createTimingCache(bytes_.data(), bytes_.size()));
  return cache_ != nullptr && config.setTimingCache(*cache_, false);
}

bool TimingCacheFile::save(nvinfer1::ILogger& logger) const {
  if (path_.empty()) return true;
  const std::unique_ptr<nvinfer1::IHostMemory> bytes(cache_->serialize());
  if (bytes == nullptr) return false;
  const std::string_view written(static_cast<const char*>(bytes->data()), bytes->size());
  return written == bytes_ || saveMemory(logger, *bytes, path_.c_str());
}

}  // namespace ingot::tools
