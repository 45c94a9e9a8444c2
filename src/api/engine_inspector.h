#pragma once

#include <NvInferRuntime.h>

#include <memory>
#include <string>

#include "api/layer_information.h"
#include "api/reporter.h"
#include "runtime/context.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Engine;

class EngineInspector final : public nvinfer1::IEngineInspector {
 public:
  using Format = nvinfer1::LayerInformationFormat;

  explicit EngineInspector(const Engine& engine);

  bool setExecutionContext(const nvinfer1::IExecutionContext* context) override;
  const nvinfer1::IExecutionContext* getExecutionContext() const override;
  const char* getLayerInformation(int32_t layer, Format format) const override;
  const char* getEngineInformation(Format format) const override;
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }

 private:
  /// The text that `body` makes of the layers in that form.
  template <class Body>
  const char* tell(const char* where, Format format, Body&& body) const;
  LayerInformation layers() const;

  Reporter reporter_;
  std::shared_ptr<const runtime::Engine> core_;
  const nvinfer1::IExecutionContext* context_ = nullptr;
  std::weak_ptr<const runtime::Context> core_context_;  ///< of `context_`
  mutable std::string text_;                            ///< what was told last
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
