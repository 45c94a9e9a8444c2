#include "tests/caffe/layers/run.h"

#include <NvCaffeParser.h>
#include <cuda_runtime_api.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>

#include "tests/caffe/layers/caffemodel.h"

namespace ingot::test {
namespace {

using nvcaffeparser1::IBlobNameToTensor;
using nvcaffeparser1::ICaffeParser;

struct Destroy {
  template <class Object>
  void operator()(Object* object) const {
    object->destroy();
  }
};

template <class Object>
using Owned = std::unique_ptr<Object, Destroy>;

void check(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string(what) + " failed");
}

/// A file in the working folder for as long as it is needed.
class File {
 public:
  File(std::string path, const std::string& content) : path_(std::move(path)) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const char* path() const { return path_.c_str(); }

 private:
  std::string path_;
};

const IBlobNameToTensor* parse_files(ICaffeParser& parser, const Case& row,
                                     const std::vector<uint8_t>& model,
                                     nvinfer1::INetworkDefinition& network,
                                     nvinfer1::DataType weights) {
  const File deploy(file_name("case.prototxt"), row.prototxt);
  const File caffemodel(file_name("case.caffemodel"), std::string(model.begin(), model.end()));
  return parser.parse(deploy.path(), model.empty() ? nullptr : caffemodel.path(), network, weights);
}

const IBlobNameToTensor* parse(ICaffeParser& parser, const Case& row, const Usage& usage,
                               nvinfer1::INetworkDefinition& network) {
  const std::vector<uint8_t> model = caffemodel(row.blobs, row.has_old_layers());
  if (usage.from_files) return parse_files(parser, row, model, network, usage.weights);
  return parser.parseBuffers(row.prototxt.data(), row.prototxt.size(),
                             model.empty() ? nullptr : reinterpret_cast<const char*>(model.data()),
                             model.size(), network, usage.weights);
}

/// The names of the tensors of the blobs that the row expects.
std::map<std::string, std::string> mark_outputs(const Case& row, const IBlobNameToTensor& blobs,
                                                nvinfer1::INetworkDefinition& network) {
  std::map<std::string, std::string> names;
  for (const Array& output : row.outputs) {
    nvinfer1::ITensor* tensor = blobs.find(output.name.c_str());
    check(tensor != nullptr, "finding an output");
    network.markOutput(*tensor);
    names[output.name] = tensor->getName();
  }
  return names;
}

int batch_of(const Case& row, const Usage& usage) {
  return static_cast<int>(row.inputs.at(0).shape.at(0)) * usage.copies;
}

std::vector<int64_t> shape_of(const nvinfer1::Dims& dims) { return {dims.d, dims.d + dims.nbDims}; }

size_t volume(const nvinfer1::Dims& dims) {
  size_t product = 1;
  for (const int64_t extent : shape_of(dims)) product *= static_cast<size_t>(extent);
  return product;
}

/// Device buffers, one a binding, and the stream that fills and reads them.
class Bindings {
 public:
  Bindings(nvinfer1::ICudaEngine& engine, int batch) : engine_(engine) {
    check(cudaStreamCreate(&stream_) == cudaSuccess, "cudaStreamCreate");
    for (int i = 0; i < engine.getNbBindings(); ++i) {
      counts_.push_back(volume(engine.getBindingDimensions(i)) * static_cast<size_t>(batch));
      addresses_.push_back(nullptr);
      check(cudaMalloc(&addresses_.back(), counts_.back() * sizeof(float)) == cudaSuccess,
            "cudaMalloc");
    }
  }
  ~Bindings() {
    for (void* address : addresses_) cudaFree(address);
    cudaStreamDestroy(stream_);
  }
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  void set(const std::string& name, const std::vector<float>& values) {
    const size_t index = index_of(name);
    check(values.size() == counts_[index], "matching an input's size");
    check(cudaMemcpyAsync(addresses_[index], values.data(), values.size() * sizeof(float),
                          cudaMemcpyHostToDevice, stream_) == cudaSuccess,
          "copying an input");
  }

  std::vector<float> get(const std::string& name) {
    const size_t index = index_of(name);
    std::vector<float> values(counts_[index]);
    check(cudaMemcpyAsync(values.data(), addresses_[index], values.size() * sizeof(float),
                          cudaMemcpyDeviceToHost, stream_) == cudaSuccess,
          "copying an output");
    check(cudaStreamSynchronize(stream_) == cudaSuccess, "cudaStreamSynchronize");
    return values;
  }

  void** addresses() { return addresses_.data(); }
  cudaStream_t stream() const { return stream_; }

 private:
  size_t index_of(const std::string& name) const {
    const int index = engine_.getBindingIndex(name.c_str());
    check(index >= 0, "finding a binding");
    return static_cast<size_t>(index);
  }

  nvinfer1::ICudaEngine& engine_;
  cudaStream_t stream_ = nullptr;
  std::vector<size_t> counts_;
  std::vector<void*> addresses_;
};

std::vector<float> repeated(const std::vector<float>& values, int copies) {
  std::vector<float> result;
  for (int i = 0; i < copies; ++i) result.insert(result.end(), values.begin(), values.end());
  return result;
}

std::map<std::string, Output> infer(nvinfer1::ICudaEngine& engine, const Case& row,
                                    const Usage& usage,
                                    const std::map<std::string, std::string>& names) {
  const int batch = usage.implicit_batch ? batch_of(row, usage) : 1;
  Bindings bindings(engine, batch);
  for (const Array& input : row.inputs) {
    bindings.set(input.name, repeated(input.values, usage.copies));
  }
  const Owned<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
  check(context != nullptr, "createExecutionContext");
  check(usage.implicit_batch
            ? context->enqueue(batch, bindings.addresses(), bindings.stream(), nullptr)
            : context->enqueueV2(bindings.addresses(), bindings.stream(), nullptr),
        "enqueue");
  std::map<std::string, Output> outputs;
  for (const auto& [blob, tensor] : names) {
    const int index = engine.getBindingIndex(tensor.c_str());
    outputs[blob] = {shape_of(engine.getBindingDimensions(index)), bindings.get(tensor)};
  }
  return outputs;
}

nvinfer1::NetworkDefinitionCreationFlags flags_of(const Usage& usage) {
  using nvinfer1::NetworkDefinitionCreationFlag;
  if (usage.implicit_batch) return 0;
  return 1U << static_cast<uint32_t>(NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
}

}  // namespace

std::string file_name(const std::string& name) {
  return "level" + std::to_string(INGOT_TENSORRT_LEVEL) + "_" + name;
}

Result run(const Case& row, const Usage& usage, KeptLog& log) {
  const Owned<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(log));
  const Owned<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(flags_of(usage)));
  const Owned<ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  const IBlobNameToTensor* blobs = parse(*parser, row, usage, *network);
  if (blobs == nullptr) return {};
  const auto names = mark_outputs(row, *blobs, *network);
  if (usage.implicit_batch) builder->setMaxBatchSize(batch_of(row, usage));
  const Owned<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  const Owned<nvinfer1::ICudaEngine> engine(builder->buildEngineWithConfig(*network, *config));
  if (engine == nullptr) return {true, {}};
  return {true, infer(*engine, row, usage, names)};
}

}  // namespace ingot::test
