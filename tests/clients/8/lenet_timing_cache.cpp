// Level 8: a timing cache that goes from build to build through a file, gives the same plan again,
// and is refused when it is damaged.

#include <NvCaffeParser.h>
#include <NvInfer.h>

#include <memory>

#include "common/device.h"
#include "common/digits.h"

namespace {

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kERROR && expects_errors) {
      ++errors;
    } else if (severity <= Severity::kWARNING) {
      std::fprintf(stderr, "%s\n", message);
    }
  }

  bool expects_errors = false;
  int errors = 0;
};

Logger logger;

std::string bytes_of(const nvinfer1::IHostMemory& memory) {
  return std::string(static_cast<const char*>(memory.data()), memory.size());
}

// Builds with a cache made from `cache`, and leaves there what it is after the build.
std::string build(const std::string& folder, std::string& cache) {
  const auto explicit_batch =
      1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(explicit_batch));
  std::unique_ptr<nvcaffeparser1::ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  const nvcaffeparser1::IBlobNameToTensor* blobs =
      parser->parse((folder + "/lenet.prototxt").c_str(), (folder + "/lenet.caffemodel").c_str(),
                    *network, nvinfer1::DataType::kFLOAT);
  client::require(blobs != nullptr && blobs->find("prob") != nullptr, "parse failed");
  network->markOutput(*blobs->find("prob"));

  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  config->setAvgTimingIterations(2);
  config->setBuilderOptimizationLevel(4);
  std::unique_ptr<nvinfer1::ITimingCache> times(
      config->createTimingCache(cache.data(), cache.size()));
  client::require(times != nullptr, "createTimingCache failed");
  client::require(config->setTimingCache(*times, false), "setTimingCache failed");
  client::require(config->getTimingCache() == times.get(), "getTimingCache gives another cache");
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  client::require(plan != nullptr, "buildSerializedNetwork failed");
  cache = bytes_of(*std::unique_ptr<nvinfer1::IHostMemory>(times->serialize()));
  return bytes_of(*plan);
}

void require_refusal_of_damage(const std::string& cache) {
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  logger.expects_errors = true;
  for (std::size_t i = 0; i < cache.size(); ++i) {
    std::string damaged = cache;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    client::require(config->createTimingCache(damaged.data(), damaged.size()) == nullptr,
                    "a damaged timing cache was accepted");
  }
  client::require(config->createTimingCache(cache.data(), cache.size() / 2) == nullptr,
                  "half a timing cache was accepted");
  client::require(logger.errors == static_cast<int>(cache.size()) + 1,
                  "a refused timing cache left no error");
  logger.expects_errors = false;
}

// A cache without entries takes over those of another.
void require_combination(const std::string& cache) {
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  const std::unique_ptr<nvinfer1::ITimingCache> from(
      config->createTimingCache(cache.data(), cache.size()));
  const std::unique_ptr<nvinfer1::ITimingCache> to(config->createTimingCache(nullptr, 0));
  client::require(to->combine(*from, false), "combine failed");
  client::require(bytes_of(*std::unique_ptr<nvinfer1::IHostMemory>(to->serialize())) == cache,
                  "the combined cache differs from the one it was made of");
  client::require(from->reset(), "reset failed");
  client::require(bytes_of(*std::unique_ptr<nvinfer1::IHostMemory>(from->serialize())) != cache,
                  "reset kept the entries");
}

std::vector<float> infer(const std::string& plan, const std::vector<float>& pictures) {
  std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  std::unique_ptr<nvinfer1::ICudaEngine> engine(
      runtime->deserializeCudaEngine(plan.data(), plan.size()));
  client::require(engine != nullptr, "deserializeCudaEngine failed");
  client::DeviceFloats in(client::kPixels);
  client::DeviceFloats out(client::kDigits);
  client::Stream stream;
  std::vector<float> prob(client::kDigits * client::kDigits);
  std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
  context->setTensorAddress("data", in.data());
  context->setTensorAddress("prob", out.data());
  for (int i = 0; i < client::kDigits; ++i) {
    in.upload(&pictures[i * client::kPixels], stream);
    client::require(context->enqueueV3(stream), "enqueueV3 failed");
    out.download(&prob[i * client::kDigits], stream);
    stream.synchronize();
  }
  return prob;
}

void recognize(const std::string& folder) {
  std::string cache;
  const std::string plan = build(folder, cache);
  std::string saved = client::through_file("lenet_8.cache", cache.data(), cache.size());
  client::require(build(folder, saved) == plan, "the second build gave another plan");
  client::require(saved == cache, "the second build measured what the cache knew");
  require_refusal_of_damage(cache);
  require_combination(cache);
  client::require_right_answers(infer(plan, client::read_digits(folder + "/digits")));
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
