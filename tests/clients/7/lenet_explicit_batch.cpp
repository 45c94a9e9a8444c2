// Level 7: createNetworkV2 with explicit batch, settings on a builder configuration,
// buildEngineWithConfig, enqueueV2, a profiler on the context.

#include <NvCaffeParser.h>
#include <NvInfer.h>

#include <map>

#include "common/device.h"
#include "common/digits.h"

namespace {

class Logger : public nvinfer1::ILogger {
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kWARNING) {
      std::fprintf(stderr, "%s\n", message);
    }
  }
};

Logger logger;

// Counts how often each layer was timed.
class LayerTimes : public nvinfer1::IProfiler {
 public:
  void reportLayerTime(const char* layer, float milliseconds) override {
    ++reports_[layer];
    sensible_ = sensible_ && milliseconds >= 0 && *layer != '\0';
  }

  void require_each_layer_timed(int runs) const {
    client::require(!reports_.empty(), "no layer was timed");
    client::require(sensible_, "a layer had no name or took negative time");
    for (const auto& entry : reports_) {
      client::require(entry.second == runs, entry.first + ": timed " +
                                                std::to_string(entry.second) + " times in " +
                                                std::to_string(runs) + " runs");
    }
  }

 private:
  std::map<std::string, int> reports_;
  bool sensible_ = true;
};

nvinfer1::ICudaEngine* build(const std::string& folder) {
  const auto explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  nvinfer1::IBuilder* builder = nvinfer1::createInferBuilder(logger);
  nvinfer1::INetworkDefinition* network = builder->createNetworkV2(explicit_batch);
  client::require(!network->hasImplicitBatchDimension(), "the network's batch is not explicit");
  nvcaffeparser1::ICaffeParser* parser = nvcaffeparser1::createCaffeParser();
  const nvcaffeparser1::IBlobNameToTensor* blobs =
      parser->parse((folder + "/lenet.prototxt").c_str(), (folder + "/lenet.caffemodel").c_str(),
                    *network, nvinfer1::DataType::kFLOAT);
  client::require(blobs != nullptr && blobs->find("prob") != nullptr, "parse failed");
  network->markOutput(*blobs->find("prob"));

  nvinfer1::IBuilderConfig* config = builder->createBuilderConfig();
  config->setMinTimingIterations(3);
  config->setAvgTimingIterations(2);
  client::require(config->getMinTimingIterations() == 3 && config->getAvgTimingIterations() == 2,
                  "the numbers of iterations were not kept");
  config->setMaxWorkspaceSize(1 << 20);
  nvinfer1::ICudaEngine* engine = builder->buildEngineWithConfig(*network, *config);
  client::require(engine != nullptr, "buildEngineWithConfig failed");
  config->destroy();
  parser->destroy();
  network->destroy();
  builder->destroy();
  return engine;
}

int values_in(const nvinfer1::Dims& dims) {
  int count = 1;
  for (int i = 0; i < dims.nbDims; ++i) {
    count *= dims.d[i];
  }
  return count;
}

std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures) {
  const int input = engine.getBindingIndex("data");
  const int output = engine.getBindingIndex("prob");
  client::require(values_in(engine.getBindingDimensions(input)) == client::kPixels,
                  "data: expected 1 by 1 by 28 by 28 values");
  client::require(values_in(engine.getBindingDimensions(output)) == client::kDigits,
                  "prob: expected ten values");

  client::DeviceFloats in(client::kPixels);
  client::DeviceFloats out(client::kDigits);
  client::Stream stream;
  void* buffers[2];
  buffers[input] = in.data();
  buffers[output] = out.data();

  LayerTimes times;
  std::vector<float> prob(client::kDigits * client::kDigits);
  nvinfer1::IExecutionContext* context = engine.createExecutionContext();
  context->setProfiler(&times);
  client::require(context->getProfiler() == &times, "the profiler is not the one that was set");
  for (int i = 0; i < client::kDigits; ++i) {
    in.upload(&pictures[i * client::kPixels], stream);
    client::require(context->enqueueV2(buffers, stream, nullptr), "enqueueV2 failed");
    out.download(&prob[i * client::kDigits], stream);
    stream.synchronize();
  }
  context->destroy();
  times.require_each_layer_timed(client::kDigits);
  return prob;
}

void recognize(const std::string& folder) {
  const std::vector<float> pictures = client::read_digits(folder + "/digits");
  nvinfer1::ICudaEngine* built = build(folder);
  const std::vector<float> before = infer(*built, pictures);
  client::require_right_answers(before);

  nvinfer1::IHostMemory* memory = built->serialize();
  const std::string plan = client::through_file("lenet_7.plan", memory->data(), memory->size());
  memory->destroy();
  built->destroy();

  nvinfer1::IRuntime* runtime = nvinfer1::createInferRuntime(logger);
  nvinfer1::ICudaEngine* loaded = runtime->deserializeCudaEngine(plan.data(), plan.size(), nullptr);
  client::require(loaded != nullptr, "deserializeCudaEngine failed");
  client::require_same_bits(before, infer(*loaded, pictures));
  loaded->destroy();
  runtime->destroy();
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
