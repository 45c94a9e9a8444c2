// Runs a Caffe network for bench/cpu/run.py, as a user of TensorRT 8 would.
//
//   ingot_worker PROTOTXT CAFFEMODEL|- BATCH      (-: random weights)
//
// Prints one line of JSON when the engine is ready and one for each command of the standard input;
// rivals/protocol.py tells what they hold.

#include <NvCaffeParser.h>
#include <NvInfer.h>
#include <cuda_runtime_api.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kWARNING) std::cerr << message << '\n';
  }
};

Logger logger;

void require(bool condition, const std::string& message) {
  if (!condition) throw std::runtime_error(message);
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The process's largest resident memory so far, in bytes; 0 where the system does not tell.
size_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

struct Model {
  std::string prototxt;
  std::string caffemodel;
  int batch;
};

/// Marks every tensor that no layer reads.
void mark_outputs(nvinfer1::INetworkDefinition& network) {
  std::set<const nvinfer1::ITensor*> read;
  for (int i = 0; i < network.getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network.getLayer(i);
    for (int j = 0; j < layer->getNbInputs(); ++j) read.insert(layer->getInput(j));
  }
  for (int i = 0; i < network.getNbLayers(); ++i) {
    nvinfer1::ILayer* layer = network.getLayer(i);
    for (int j = 0; j < layer->getNbOutputs(); ++j) {
      nvinfer1::ITensor* tensor = layer->getOutput(j);
      if (read.count(tensor) == 0) network.markOutput(*tensor);
    }
  }
}

std::unique_ptr<nvinfer1::IHostMemory> build(const Model& model) {
  const std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  const std::unique_ptr<nvcaffeparser1::ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  require(builder != nullptr && parser != nullptr, "the library cannot be used");
  const std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  const char* weights = model.caffemodel == "-" ? nullptr : model.caffemodel.c_str();
  const bool parsed = parser->parse(model.prototxt.c_str(), weights, *network,
                                    nvinfer1::DataType::kFLOAT) != nullptr;
  require(parsed, model.prototxt + ": not a Caffe network");
  mark_outputs(*network);
  builder->setMaxBatchSize(model.batch);
  const std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  require(plan != nullptr, model.prototxt + ": cannot be built");
  return plan;
}

/// A tensor of the engine, in device memory, for the whole batch.
class Binding {
 public:
  Binding(const nvinfer1::ICudaEngine& engine, int index, int batch)
      : name_(engine.getBindingName(index)), count_(static_cast<size_t>(batch)) {
    const nvinfer1::Dims dims = engine.getBindingDimensions(index);
    for (int i = 0; i < dims.nbDims; ++i) count_ *= static_cast<size_t>(dims.d[i]);
    require(cudaMalloc(&data_, bytes()) == cudaSuccess, name_ + ": no memory");
  }
  ~Binding() { cudaFree(data_); }
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  void* data() const { return data_; }

  void read(std::istream& file) {
    std::vector<float> values(count_);
    file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(bytes()));
    require(file.gcount() == static_cast<std::streamsize>(bytes()),
            name_ + ": expected " + std::to_string(count_) + " values in the input's file");
    copy(data_, values.data(), cudaMemcpyHostToDevice);
  }

  void write(std::ostream& file) const {
    std::vector<float> values(count_);
    copy(values.data(), data_, cudaMemcpyDeviceToHost);
    file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(bytes()));
  }

 private:
  size_t bytes() const { return count_ * sizeof(float); }
  void copy(void* to, const void* from, cudaMemcpyKind kind) const {
    require(cudaMemcpy(to, from, bytes(), kind) == cudaSuccess, name_ + ": cannot be copied");
  }

  std::string name_;
  size_t count_;
  void* data_ = nullptr;
};

/// An engine with its context, stream and bindings.
class Engine {
 public:
  Engine(const nvinfer1::IHostMemory& plan, int batch)
      : runtime_(nvinfer1::createInferRuntime(logger)),
        engine_(runtime_->deserializeCudaEngine(plan.data(), plan.size())),
        batch_(batch) {
    require(engine_ != nullptr, "the plan cannot be loaded");
    context_.reset(engine_->createExecutionContext());
    require(context_ != nullptr, "no execution context");
    require(cudaStreamCreate(&stream_) == cudaSuccess, "no stream");
    for (int i = 0; i < engine_->getNbBindings(); ++i) {
      bindings_.push_back(std::make_unique<Binding>(*engine_, i, batch));
      addresses_.push_back(bindings_.back()->data());
    }
  }
  ~Engine() { cudaStreamDestroy(stream_); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  size_t device_memory() const { return engine_->getDeviceMemorySize(); }

  /// One inference, to its end.
  void run() {
    require(context_->enqueue(batch_, addresses_.data(), stream_, nullptr), "enqueue failed");
    require(cudaStreamSynchronize(stream_) == cudaSuccess, "the inference failed");
  }

  void read_inputs(std::istream& file) {
    for (int i = 0; i < engine_->getNbBindings(); ++i) {
      if (engine_->bindingIsInput(i)) bindings_[static_cast<size_t>(i)]->read(file);
    }
  }

  void write_outputs(std::ostream& file) const {
    for (int i = 0; i < engine_->getNbBindings(); ++i) {
      if (!engine_->bindingIsInput(i)) bindings_[static_cast<size_t>(i)]->write(file);
    }
  }

 private:
  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  int batch_;
  cudaStream_t stream_ = nullptr;
  std::vector<std::unique_ptr<Binding>> bindings_;
  std::vector<void*> addresses_;
};

std::vector<double> latencies(Engine& engine, double seconds) {
  std::vector<double> result;
  const auto begin = Clock::now();
  do {
    const auto start = Clock::now();
    engine.run();
    result.push_back(seconds_since(start) * 1e6);
  } while (seconds_since(begin) < seconds);
  return result;
}

void answer_run(Engine& engine, double seconds) {
  std::printf("{\"latencies_us\": [");
  const char* separator = "";
  for (const double latency : latencies(engine, seconds)) {
    std::printf("%s%.3f", separator, latency);
    separator = ", ";
  }
  std::printf("], \"peak_memory_bytes\": %zu}\n", peak_memory());
}

void answer_check(Engine& engine, const std::string& input, const std::string& output) {
  std::ifstream from(input, std::ios::binary);
  require(from.good(), input + ": cannot be read");
  engine.read_inputs(from);
  engine.run();
  std::ofstream to(output, std::ios::binary);
  engine.write_outputs(to);
  to.close();
  require(to.good(), output + ": cannot be written");
  std::printf("{}\n");
}

/// Returns false for the last command.
bool obey(Engine& engine, const std::string& line) {
  std::istringstream words(line);
  const std::vector<std::string> command{std::istream_iterator<std::string>(words), {}};
  if (command == std::vector<std::string>{"quit"}) return false;
  if (command.size() == 2 && command[0] == "run") {
    answer_run(engine, std::stod(command[1]));
  } else if (command.size() == 3 && command[0] == "check") {
    answer_check(engine, command[1], command[2]);
  } else {
    throw std::runtime_error("unknown command: " + line);
  }
  std::fflush(stdout);
  return true;
}

void serve(const Model& model) {
  const auto begin = Clock::now();
  std::unique_ptr<nvinfer1::IHostMemory> plan = build(model);
  const double build_seconds = seconds_since(begin);
  const size_t plan_bytes = plan->size();
  Engine engine(*plan, model.batch);
  plan.reset();
  std::printf(
      "{\"version\": \"%d\", \"build_seconds\": %.3f, \"peak_memory_bytes\": %zu, "
      "\"plan_bytes\": %zu, \"device_memory_bytes\": %zu}\n",
      getInferLibVersion(), build_seconds, peak_memory(), plan_bytes, engine.device_memory());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    if (!obey(engine, line)) return;
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    require(count == 4, "usage: ingot_worker PROTOTXT CAFFEMODEL|- BATCH");
    serve({words[1], words[2], std::stoi(words[3])});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
