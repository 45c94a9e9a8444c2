#pragma once

#include <NvInfer.h>

#include <atomic>
#include <memory>
#include <vector>

namespace ingot::test {

/// Counts errors; allocates nothing.
class ErrorCount final : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char*) override {
    if (severity <= Severity::kERROR) ++count;
  }
  std::atomic<int> count = 0;
};

/// What a program does, from a definition through a plan to an answer, each object from a call that
/// may fail.
class WholeRun {
 public:
  /// True once the answers are there; false where a call gave null or false, which ends the run, or
  /// the run failed in its stream. An error was told: to `errors`, or as the code that a function
  /// of the CUDA runtime returned.
  bool succeeds(ErrorCount& errors);

  const std::vector<float>& answer() const { return to_; }
  /// From an operator on int32 tensors, which the reference computes.
  const std::vector<int32_t>& sums() const { return sums_; }

 private:
  bool define(nvinfer1::INetworkDefinition& network) const;
  static bool define_counts(nvinfer1::INetworkDefinition& network);
  bool build(ErrorCount& errors);
  bool load_and_run(ErrorCount& errors);
  bool run(nvinfer1::IExecutionContext& context, ErrorCount& errors);

  std::vector<float> weights_ = std::vector<float>(144, 0.25F);
  std::vector<float> from_ = std::vector<float>(256, 1);
  std::vector<float> to_ = std::vector<float>(4);
  std::vector<int32_t> counts_ = {1, 2, 3, 4};
  std::vector<int32_t> sums_ = std::vector<int32_t>(4);
  std::unique_ptr<nvinfer1::IHostMemory> plan_;
};

}  // namespace ingot::test
