// Level 10: a build that is watched, then cancelled at every step, then done again; the entries of
// its timing cache.

#include <NvInfer.h>

#include <map>
#include <memory>

#include "common/caffemodel.h"
#include "common/device.h"
#include "common/digits.h"

namespace {

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kERROR) {
      last_error = message;
    }
  }

  std::string last_error;
};

Logger logger;

// Follows the phases of a build, and cancels it at a step if asked to.
class Monitor : public nvinfer1::IProgressMonitor {
 public:
  explicit Monitor(int last_step = -1) : last_step_(last_step) {}

  void phaseStart(const char* name, const char* parent, int32_t steps) noexcept override {
    in_order_ = in_order_ && steps > 0 && (parent == nullptr) == open_.empty() &&
                (parent == nullptr || open_.back() == parent);
    open_.push_back(name);
    ++phases_;
  }
  bool stepComplete(const char* name, int32_t step) noexcept override {
    in_order_ = in_order_ && step >= 0 && !open_.empty() && open_.back() == name;
    return ++steps_ != last_step_;
  }
  void phaseFinish(const char* name) noexcept override {
    in_order_ = in_order_ && !open_.empty() && open_.back() == name;
    open_.pop_back();
  }

  int steps() const { return steps_; }
  void require_in_order() const {
    client::require(in_order_ && open_.empty(), "the phases are not nested");
    client::require(phases_ > 1 && steps_ > 0, "the build has no phases within it, or no steps");
  }

 private:
  int last_step_;
  int phases_ = 0;
  int steps_ = 0;
  bool in_order_ = true;
  std::vector<std::string> open_;
};

using Model = std::map<std::string, client::Blobs>;

nvinfer1::Weights weights(const Model& model, const char* layer, int blob) {
  const std::vector<float>& values = model.at(layer).at(blob);
  return {nvinfer1::DataType::kFLOAT, values.data(), static_cast<int64_t>(values.size())};
}

nvinfer1::ITensor* convolution(nvinfer1::INetworkDefinition& network, const Model& model,
                               nvinfer1::ITensor& input, const char* name, int64_t outputs,
                               nvinfer1::DimsHW kernel) {
  return network
      .addConvolutionNd(input, outputs, kernel, weights(model, name, 0), weights(model, name, 1))
      ->getOutput(0);
}

nvinfer1::ITensor* max_pool(nvinfer1::INetworkDefinition& network, nvinfer1::ITensor& input) {
  nvinfer1::IPoolingLayer* layer =
      network.addPoolingNd(input, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW{2, 2});
  layer->setStrideNd(nvinfer1::DimsHW{2, 2});
  return layer->getOutput(0);
}

void define(nvinfer1::INetworkDefinition& network, const Model& model) {
  nvinfer1::ITensor* x = network.addInput("data", nvinfer1::DataType::kFLOAT,
                                          nvinfer1::Dims4{1, 1, client::kSide, client::kSide});
  x = max_pool(network, *convolution(network, model, *x, "conv1", 20, {5, 5}));
  x = max_pool(network, *convolution(network, model, *x, "conv2", 50, {5, 5}));
  x = convolution(network, model, *x, "ip1", 500, {4, 4});
  x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
  x = convolution(network, model, *x, "ip2", client::kDigits, {1, 1});
  nvinfer1::ISoftMaxLayer* softmax = network.addSoftMax(*x);
  softmax->setAxes(1U << 1);
  softmax->getOutput(0)->setName("prob");
  network.markOutput(*softmax->getOutput(0));
}

// Every entry names a tactic with a time, and keeps it when it is told the same again.
void require_entries(nvinfer1::ITimingCache& cache) {
  std::vector<nvinfer1::TimingCacheKey> keys(static_cast<std::size_t>(cache.queryKeys(nullptr, 0)));
  client::require(!keys.empty(), "the timing cache is empty after a build");
  client::require(cache.queryKeys(keys.data(), static_cast<int64_t>(keys.size())) ==
                      static_cast<int64_t>(keys.size()),
                  "queryKeys changed its mind");
  for (const nvinfer1::TimingCacheKey& key : keys) {
    const nvinfer1::TimingCacheValue value = cache.query(key);
    client::require(value.tacticHash != nvinfer1::TimingCacheValue::kINVALID_TACTIC_HASH &&
                        value.timingMSec >= 0,
                    "an entry has no tactic");
    client::require(cache.update(key, value), "update failed");
    client::require(cache.query(key).tacticHash == value.tacticHash, "update changed the tactic");
  }
}

std::string build(const Model& model) {
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  define(*network, model);
  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  std::unique_ptr<nvinfer1::ITimingCache> cache(config->createTimingCache(nullptr, 0));
  client::require(config->setTimingCache(*cache, false), "setTimingCache failed");
  const auto build_with = [&](Monitor& monitor) {
    config->setProgressMonitor(&monitor);
    std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
    monitor.require_in_order();
    return plan == nullptr ? std::string()
                           : std::string(static_cast<const char*>(plan->data()), plan->size());
  };

  Monitor whole;
  const std::string plan = build_with(whole);
  client::require(!plan.empty(), "buildSerializedNetwork failed");
  for (int step = 1; step <= whole.steps(); ++step) {
    Monitor monitor(step);
    logger.last_error.clear();
    client::require(build_with(monitor).empty(), "a cancelled build gave a plan");
    client::require(logger.last_error.find("cancelled") != std::string::npos,
                    "a cancelled build left no error");
    client::require(monitor.steps() == step, "a cancelled build went on");
  }
  Monitor again;
  client::require(build_with(again) == plan, "the build after cancelled ones gave another plan");
  require_entries(*cache);
  return plan;
}

std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures) {
  client::DeviceFloats in(client::kPixels);
  client::DeviceFloats out(client::kDigits);
  client::Stream stream;
  std::vector<float> prob(client::kDigits * client::kDigits);
  std::unique_ptr<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
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
  const std::string plan = build(client::read_caffemodel(folder + "/lenet.caffemodel"));
  std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  std::unique_ptr<nvinfer1::ICudaEngine> engine(
      runtime->deserializeCudaEngine(plan.data(), plan.size()));
  client::require(engine != nullptr, "deserializeCudaEngine failed");
  client::require_right_answers(infer(*engine, client::read_digits(folder + "/digits")));
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
