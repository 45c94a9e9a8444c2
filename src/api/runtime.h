#pragma once

#include <NvInfer.h>

#include <optional>

#include "api/reporter.h"
#include "base/bytes.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Runtime final : public nvinfer1::IRuntime {
 public:
  explicit Runtime(nvinfer1::ILogger& logger) : reporter_(logger) {}

  nvinfer1::ICudaEngine* deserializeCudaEngine(const void* blob, std::size_t size,
                                               nvinfer1::IPluginFactory* factory) override;
  /// An engine over a plan that stays where it is; null after an error.
  nvinfer1::ICudaEngine* load(const char* path) const;

  /// Refuses plans that this device cannot run, rather than tune their networks again.
  void set_strict(bool strict) { is_strict_ = strict; }

  /// Hears of what is tuned again, and can cancel it; may be null.
  void set_progress_monitor(nvinfer1::IProgressMonitor* monitor) { monitor_ = monitor; }

  void setDLACore(int32_t core) override { dla_core_ = core; }
  int32_t getDLACore() const override { return dla_core_; }
  int32_t getNbDLACores() const override { return 0; }

  void setGpuAllocator(nvinfer1::IGpuAllocator* allocator) override { allocator_ = allocator; }
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }
  nvinfer1::ILogger* getLogger() const override { return &reporter_.logger(); }
  bool setMaxThreads(int32_t count) override;
  int32_t getMaxThreads() const override;

 private:
  nvinfer1::ICudaEngine* engine_of(SharedBytes plan) const;

  Reporter reporter_;
  nvinfer1::IGpuAllocator* allocator_ = nullptr;
  bool is_strict_ = false;
  nvinfer1::IProgressMonitor* monitor_ = nullptr;
  int32_t dla_core_ = 0;
  std::optional<int32_t> max_threads_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
