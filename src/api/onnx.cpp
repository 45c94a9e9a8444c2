#include <ingot/onnx.h>

#include "api/guard.h"
#include "api/network.h"
#include "base/file.h"
#include "base/text.h"
#include "onnx/export.h"
#include "passes/pass_manager.h"
#include "passes/pipeline.h"
#include "plan/plan.h"

namespace ingot {
namespace {

std::string onnx_bytes(const api::Network& network, OnnxStage stage, int32_t batch) {
  require(batch >= 0, ErrorCode::kInvalidArgument,
          [&] { return str("expected a batch of at least 0, got ", batch); });
  ir::Graph graph = network.lower();
  if (stage == OnnxStage::kOPTIMISED) {
    passes::run(graph, passes::pipeline(), network.reporter().sink());
  }
  onnx::Settings settings;
  if (*network.getName() != '\0') settings.name = network.getName();
  if (batch > 0) settings.bindings.emplace(plan::kBatchSymbol, batch);
  return onnx::to_onnx(graph, settings);
}

}  // namespace

bool saveOnnx(const nvinfer1::INetworkDefinition& network, const char* path, OnnxStage stage,
              int32_t batch) {
  const auto* ours = dynamic_cast<const api::Network*>(&network);
  if (ours == nullptr) return false;
  return api::guard(ours->reporter(), "ingot::saveOnnx", false, [&] {
    require(path != nullptr, ErrorCode::kInvalidArgument, [] { return "the path is null"; });
    const std::string bytes = onnx_bytes(*ours, stage, batch);
    replace_file(path, std::as_bytes(std::span(bytes)));
    return true;
  });
}

}  // namespace ingot
