// Level 8: buildSerializedNetwork, memory pool limits, tensors by name and enqueueV3, objects
// that end with delete, an error recorder that hears of a damaged plan.

#include <NvCaffeParser.h>
#include <NvInfer.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "common/device.h"
#include "common/digits.h"

namespace {

// Errors are the recorder's to hold; the log shows the rest that matters.
class Logger : public nvinfer1::ILogger {
  void log(Severity severity, const char* message) noexcept override {
    if (severity == Severity::kWARNING) {
      std::fprintf(stderr, "%s\n", message);
    }
  }
};

class ErrorRecorder : public nvinfer1::IErrorRecorder {
 public:
  int32_t getNbErrors() const noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<int32_t>(errors_.size());
  }
  nvinfer1::ErrorCode getErrorCode(int32_t index) const noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return errors_[index].first;
  }
  ErrorDesc getErrorDesc(int32_t index) const noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return errors_[index].second.c_str();
  }
  bool hasOverflowed() const noexcept override { return false; }
  void clear() noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    errors_.clear();
  }
  bool reportError(nvinfer1::ErrorCode code, ErrorDesc description) noexcept override {
    const std::lock_guard<std::mutex> lock(mutex_);
    errors_.emplace_back(code, description);
    return false;
  }
  RefCount incRefCount() noexcept override { return ++references_; }
  RefCount decRefCount() noexcept override { return --references_; }

  void require_none() const {
    if (getNbErrors() > 0) {
      throw std::runtime_error(std::string("recorded error: ") + getErrorDesc(0));
    }
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<nvinfer1::ErrorCode, std::string>> errors_;
  std::atomic<RefCount> references_{0};
};

Logger logger;

std::unique_ptr<nvinfer1::IHostMemory> build(const std::string& folder, ErrorRecorder& recorder) {
  const auto explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  builder->setErrorRecorder(&recorder);
  std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(explicit_batch));
  std::unique_ptr<nvcaffeparser1::ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  parser->setErrorRecorder(&recorder);
  const nvcaffeparser1::IBlobNameToTensor* blobs =
      parser->parse((folder + "/lenet.prototxt").c_str(), (folder + "/lenet.caffemodel").c_str(),
                    *network, nvinfer1::DataType::kFLOAT);
  client::require(blobs != nullptr && blobs->find("prob") != nullptr, "parse failed");
  network->markOutput(*blobs->find("prob"));

  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  config->setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, 1 << 20);
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  client::require(plan != nullptr, "buildSerializedNetwork failed");
  recorder.require_none();
  return plan;
}

std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures) {
  client::require(engine.getNbIOTensors() == 2, "expected two tensors");
  client::require(engine.getTensorIOMode("data") == nvinfer1::TensorIOMode::kINPUT &&
                      engine.getTensorIOMode("prob") == nvinfer1::TensorIOMode::kOUTPUT,
                  "the tensors' directions are wrong");
  client::require(engine.getTensorDataType("prob") == nvinfer1::DataType::kFLOAT,
                  "prob: expected float");

  client::DeviceFloats in(client::kPixels);
  client::DeviceFloats out(client::kDigits);
  client::Stream stream;
  std::vector<float> prob(client::kDigits * client::kDigits);
  std::unique_ptr<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
  client::require(context->setTensorAddress("data", in.data()), "setTensorAddress failed");
  client::require(context->setTensorAddress("prob", out.data()), "setTensorAddress failed");
  for (int i = 0; i < client::kDigits; ++i) {
    in.upload(&pictures[i * client::kPixels], stream);
    client::require(context->enqueueV3(stream), "enqueueV3 failed");
    out.download(&prob[i * client::kDigits], stream);
    stream.synchronize();
  }
  return prob;
}

// A plan that lost its second half gives no engine, and the recorder says why.
void require_refusal(nvinfer1::IRuntime& runtime, const std::string& plan,
                     ErrorRecorder& recorder) {
  const std::unique_ptr<nvinfer1::ICudaEngine> engine(
      runtime.deserializeCudaEngine(plan.data(), plan.size() / 2));
  client::require(engine == nullptr, "half a plan gave an engine");
  client::require(recorder.getNbErrors() > 0, "half a plan left no recorded error");
  client::require(recorder.getErrorCode(0) != nvinfer1::ErrorCode::kSUCCESS &&
                      *recorder.getErrorDesc(0) != '\0',
                  "half a plan left an error that says nothing");
  recorder.clear();
}

void recognize(const std::string& folder) {
  const std::vector<float> pictures = client::read_digits(folder + "/digits");
  ErrorRecorder recorder;
  const auto plan = build(folder, recorder);
  const std::string saved = client::through_file("lenet_8.plan", plan->data(), plan->size());

  std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  runtime->setErrorRecorder(&recorder);
  require_refusal(*runtime, saved, recorder);
  std::unique_ptr<nvinfer1::ICudaEngine> built(
      runtime->deserializeCudaEngine(plan->data(), plan->size()));
  std::unique_ptr<nvinfer1::ICudaEngine> loaded(
      runtime->deserializeCudaEngine(saved.data(), saved.size()));
  client::require(built != nullptr && loaded != nullptr, "deserializeCudaEngine failed");

  const std::vector<float> before = infer(*built, pictures);
  client::require_right_answers(before);
  client::require_same_bits(before, infer(*loaded, pictures));
  recorder.require_none();
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
