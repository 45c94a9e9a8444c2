#pragma once

#include <NvInferRuntime.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/reporter.h"
#include "ir/graph.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class OptimizationProfile final : public nvinfer1::IOptimizationProfile {
 public:
  using Selector = nvinfer1::OptProfileSelector;
  using Extents = std::array<std::optional<std::vector<int64_t>>, 3>;  ///< by Selector

  explicit OptimizationProfile(const Reporter& reporter) : reporter_(reporter) {}

  bool setDimensions(const char* inputName, Selector select, const nvinfer1::Dims& dims) override;
  nvinfer1::Dims getDimensions(const char* inputName, Selector select) const override;
  bool setExtraMemoryTarget(float target) override;
  float getExtraMemoryTarget() const override { return extra_memory_target_; }
  bool isValid() const override;

  /// The ranges of all symbols of the graph's inputs. Throws Error kInvalidArgument, naming the
  /// input, where dimensions are missing or contradict it.
  plan::Profile ranges(const ir::Graph& graph) const;

 private:
  Reporter reporter_;
  std::map<std::string, Extents> inputs_;
  float extra_memory_target_ = 1.0F;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
