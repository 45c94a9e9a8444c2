// Level 5: implicit batch, settings on the builder, buildCudaEngine, bindings by index, enqueue
// with a batch size, destroy(). The ten digits go in as one batch.

#include <NvCaffeParser.h>
#include <NvInfer.h>

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

nvinfer1::ICudaEngine* build(const std::string& folder) {
  nvinfer1::IBuilder* builder = nvinfer1::createInferBuilder(logger);
  nvinfer1::INetworkDefinition* network = builder->createNetwork();
  nvcaffeparser1::ICaffeParser* parser = nvcaffeparser1::createCaffeParser();
  const nvcaffeparser1::IBlobNameToTensor* blobs =
      parser->parse((folder + "/lenet.prototxt").c_str(), (folder + "/lenet.caffemodel").c_str(),
                    *network, nvinfer1::DataType::kFLOAT);
  client::require(blobs != nullptr && blobs->find("prob") != nullptr, "parse failed");
  client::require(blobs->find("no such blob") == nullptr, "a blob that is not there was found");
  network->markOutput(*blobs->find("prob"));

  builder->setMaxBatchSize(client::kDigits);
  builder->setMaxWorkspaceSize(1 << 20);
  builder->setMinFindIterations(3);
  builder->setAverageFindIterations(2);
  client::require(builder->getMinFindIterations() == 3 && builder->getAverageFindIterations() == 2,
                  "the numbers of iterations were not kept");
  nvinfer1::ICudaEngine* engine = builder->buildCudaEngine(*network);
  client::require(engine != nullptr, "buildCudaEngine failed");
  parser->destroy();
  network->destroy();
  builder->destroy();
  return engine;
}

std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures) {
  client::require(engine.getMaxBatchSize() == client::kDigits, "wrong maximum batch size");
  client::require(engine.getNbBindings() == 2, "expected two bindings");
  const int input = engine.getBindingIndex("data");
  const int output = engine.getBindingIndex("prob");
  client::require(engine.bindingIsInput(input) && !engine.bindingIsInput(output),
                  "the bindings' directions are wrong");

  client::DeviceFloats in(pictures.size());
  client::DeviceFloats out(client::kDigits * client::kDigits);
  client::Stream stream;
  void* buffers[2];
  buffers[input] = in.data();
  buffers[output] = out.data();

  std::vector<float> prob(client::kDigits * client::kDigits);
  nvinfer1::IExecutionContext* context = engine.createExecutionContext();
  in.upload(pictures.data(), stream);
  client::require(context->enqueue(client::kDigits, buffers, stream, nullptr), "enqueue failed");
  out.download(prob.data(), stream);
  stream.synchronize();
  context->destroy();
  return prob;
}

void recognize(const std::string& folder) {
  const std::vector<float> pictures = client::read_digits(folder + "/digits");
  nvinfer1::ICudaEngine* built = build(folder);
  const std::vector<float> before = infer(*built, pictures);
  client::require_right_answers(before);

  nvinfer1::IHostMemory* memory = built->serialize();
  const std::string plan = client::through_file("lenet_5.plan", memory->data(), memory->size());
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
