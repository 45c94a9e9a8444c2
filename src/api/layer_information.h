#pragma once

#include <ingot/tensorrt/level.h>

#include <string>

#include "base/json.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The steps of a plan as IEngineInspector tells them, with TensorRT's names for what they are; as
/// much as the plan's verbosity lets be told.
class LayerInformation {
 public:
  /// `symbols`: the numbers that are known. The plan must outlive the object.
  LayerInformation(const plan::Plan& plan, ir::Bindings symbols)
      : plan_(plan), symbols_(std::move(symbols)) {}

  /// One step. Both are empty at Verbosity::kNone.
  std::string line(size_t step) const;
  std::string json(size_t step) const;
  /// All steps, and the names of the bindings.
  std::string lines() const;
  std::string json() const;

 private:
  bool is_detailed() const { return plan_.verbosity == plan::Verbosity::kDetailed; }
  size_t num_told() const;
  std::vector<int64_t> extents(const plan::Tensor& tensor) const;
  std::string line_of_tensors(const std::vector<uint32_t>& tensors) const;

  void write(JsonWriter& json, const plan::Step& step) const;
  void write_tensors(JsonWriter& json, const std::vector<uint32_t>& tensors) const;
  void write_parameters(JsonWriter& json, const plan::Step& step) const;
  void write_window(JsonWriter& json, const plan::Step& step) const;
  void write_weights(JsonWriter& json, const plan::Step& step) const;

  const plan::Plan& plan_;
  ir::Bindings symbols_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
