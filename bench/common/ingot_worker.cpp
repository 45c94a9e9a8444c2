// Runs a Caffe network for the benches, as a user of TensorRT 8 would.
//
//   ingot_worker PROTOTXT CAFFEMODEL|- BATCH [fp32|tf32|fp16|bf16 PLAN]      (-: random weights)
//
// With a precision it builds twice, the second time with the first one's timing cache, and keeps
// the plan in a file. Prints one line of JSON when the engine is ready and one for each command of
// the standard input; protocol.py tells what they hold.

#include <NvCaffeParser.h>
#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
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

/// Has the machine hand over memory for a build, in a process that ends at once: on a virtual
/// machine, memory that nobody has used lately comes from its host, at half a gigabyte a second.
void touch_memory() {
  constexpr long kMost = 3L << 30;  // what the builds of the largest models take
  const long page = sysconf(_SC_PAGESIZE);
  const long size = std::min(kMost, sysconf(_SC_AVPHYS_PAGES) * page / 2);
  const pid_t child = fork();
  require(child >= 0, "fork failed");
  if (child == 0) {
    void* const memory = mmap(nullptr, static_cast<size_t>(size), PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
      madvise(memory, static_cast<size_t>(size), MADV_HUGEPAGE);
      for (long at = 0; at < size; at += page) static_cast<volatile char*>(memory)[at] = 1;
    }
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

struct Model {
  std::string prototxt;
  std::string caffemodel;
  int batch = 1;
  std::string precision = "fp32";
  std::string plan;  ///< file to keep it in; empty: none
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

void set_precision(nvinfer1::IBuilderConfig& config, const std::string& precision) {
  require(precision == "fp32" || precision == "tf32" || precision == "fp16" || precision == "bf16",
          precision + ": expected fp32, tf32, fp16 or bf16");
  if (precision == "fp32") config.clearFlag(nvinfer1::BuilderFlag::kTF32);
  if (precision != "fp32") config.setFlag(nvinfer1::BuilderFlag::kTF32);
  if (precision == "fp16") config.setFlag(nvinfer1::BuilderFlag::kFP16);
  if (precision == "bf16") config.setFlag(nvinfer1::BuilderFlag::kBF16);
}

/// What builds have measured, by bytes.
using Timings = std::vector<char>;

Timings timings_of(const nvinfer1::IBuilderConfig& config) {
  const std::unique_ptr<nvinfer1::IHostMemory> bytes(config.getTimingCache()->serialize());
  const auto* first = static_cast<const char*>(bytes->data());
  return {first, first + bytes->size()};
}

struct Built {
  std::unique_ptr<nvinfer1::IHostMemory> plan;
  double builder_seconds;  ///< from the network to the plan, both in memory
};

/// Builds with what is in `timings`, and adds what it measures.
Built build(const Model& model, Timings& timings) {
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
  set_precision(*config, model.precision);
  const std::unique_ptr<nvinfer1::ITimingCache> cache(
      config->createTimingCache(timings.data(), timings.size()));
  require(cache != nullptr && config->setTimingCache(*cache, false), "no timing cache");
  const auto begin = Clock::now();
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  const double seconds = seconds_since(begin);
  require(plan != nullptr, model.prototxt + ": cannot be built");
  timings = timings_of(*config);
  return {std::move(plan), seconds};
}

bool have_same_bytes(const nvinfer1::IHostMemory& a, const nvinfer1::IHostMemory& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

void save(const nvinfer1::IHostMemory& plan, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(plan.data()), static_cast<std::streamsize>(plan.size()));
  file.close();
  require(file.good(), path + ": cannot be written");
}

/// Bytes of the device's memory that are in use.
size_t used_memory() {
  size_t free = 0;
  size_t total = 0;
  require(cudaMemGetInfo(&free, &total) == cudaSuccess, "cudaMemGetInfo failed");
  return total - free;
}

class Event {
 public:
  Event() { require(cudaEventCreate(&event_) == cudaSuccess, "no event"); }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void record(cudaStream_t stream) {
    require(cudaEventRecord(event_, stream) == cudaSuccess, "cudaEventRecord failed");
  }
  /// Waits for this one.
  double seconds_since(const Event& start) {
    float milliseconds = 0;
    require(cudaEventSynchronize(event_) == cudaSuccess, "the inference failed");
    require(cudaEventElapsedTime(&milliseconds, start.event_, event_) == cudaSuccess, "no time");
    return static_cast<double>(milliseconds) * 1e-3;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

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

  /// Seconds of `count` inferences, one behind the other.
  double time(int count) {
    start_.record(stream_);
    for (int i = 0; i < count; ++i) enqueue();
    end_.record(stream_);
    return end_.seconds_since(start_);
  }

  /// One inference, to its end.
  void run() {
    enqueue();
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
  void enqueue() {
    require(context_->enqueue(batch_, addresses_.data(), stream_, nullptr), "enqueue failed");
  }

  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  int batch_;
  cudaStream_t stream_ = nullptr;
  Event start_;
  Event end_;
  std::vector<std::unique_ptr<Binding>> bindings_;
  std::vector<void*> addresses_;
};

void print(const std::vector<double>& values) {
  const char* separator = "[";
  for (const double value : values) {
    std::printf("%s%.3f", separator, value);
    separator = ", ";
  }
  std::printf("]");
}

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
  std::printf("{\"latencies_us\": ");
  print(latencies(engine, seconds));
  std::printf(", \"peak_memory_bytes\": %zu}\n", peak_memory());
}

void answer_queue(Engine& engine, double seconds) {
  constexpr int kQueued = 10;
  std::vector<double> times;
  const auto begin = Clock::now();
  do {
    times.push_back(engine.time(kQueued) / kQueued * 1e6);
  } while (seconds_since(begin) < seconds);
  std::printf("{\"inference_us\": ");
  print(times);
  std::printf("}\n");
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
  } else if (command.size() == 2 && command[0] == "queue") {
    answer_queue(engine, std::stod(command[1]));
  } else if (command.size() == 3 && command[0] == "check") {
    answer_check(engine, command[1], command[2]);
  } else {
    throw std::runtime_error("unknown command: " + line);
  }
  std::fflush(stdout);
  return true;
}

/// JSON about a second build with what the first one measured; nothing unless it is asked for.
std::string build_again(const Model& model, const Built& first, Timings& timings) {
  if (model.plan.empty()) return {};
  touch_memory();
  const auto begin = Clock::now();
  const Built second = build(model, timings);
  save(*second.plan, model.plan);
  const double seconds = seconds_since(begin);
  std::ostringstream json;
  json << std::boolalpha << "\"cached_build_seconds\": " << seconds << ", \"builder_seconds\": ["
       << first.builder_seconds << ", " << second.builder_seconds
       << "], \"is_same_plan\": " << have_same_bytes(*first.plan, *second.plan) << ", ";
  return json.str();
}

void serve(const Model& model) {
  const size_t used_before = used_memory();
  if (!model.plan.empty()) touch_memory();
  const auto begin = Clock::now();
  Timings timings;
  Built first = build(model, timings);
  const double build_seconds = seconds_since(begin);
  const std::string second_build = build_again(model, first, timings);
  const size_t plan_bytes = first.plan->size();
  Engine engine(*first.plan, model.batch);
  first.plan.reset();
  engine.run();
  std::printf(
      "{\"version\": \"%d\", \"build_seconds\": %.3f, %s"
      "\"peak_memory_bytes\": %zu, \"plan_bytes\": %zu, \"device_memory_bytes\": %zu, "
      "\"gpu_memory_bytes\": %zu}\n",
      getInferLibVersion(), build_seconds, second_build.c_str(), peak_memory(), plan_bytes,
      engine.device_memory(), std::max(used_memory(), used_before) - used_before);
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    if (!obey(engine, line)) return;
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    require(count == 4 || count == 6,
            "usage: ingot_worker PROTOTXT CAFFEMODEL|- BATCH [fp32|tf32|fp16|bf16 PLAN]");
    serve({.prototxt = words[1],
           .caffemodel = words[2],
           .batch = std::stoi(words[3]),
           .precision = count == 6 ? words[4] : "fp32",
           .plan = count == 6 ? words[5] : ""});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
