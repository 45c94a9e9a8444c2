// The tutorial of TensorRT 5: a trained Caffe network becomes an engine, the engine becomes a plan
// in a file, and another process loads the plan and recognises digits on a CUDA stream.
//
//   tutorial build lenet.prototxt lenet.caffemodel lenet.plan
//   tutorial run lenet.plan digits/*.pgm
//   tutorial [FOLDER]    both, on the files of the folder (the current one unless given)

#include <NvCaffeParser.h>
#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

const char* const kInput = "data";
const char* const kOutput = "prob";
const int kSide = 28;
const int kPixels = kSide * kSide;
const int kDigits = 10;

using Picture = std::vector<unsigned char>;  // kPixels bytes, ink bright
using Probabilities = std::array<float, kDigits>;

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kWARNING) {
      std::fprintf(stderr, "%s: %s\n", severity == Severity::kWARNING ? "warning" : "error",
                   message);
    }
  }
};

void require(bool condition, const std::string& message) {
  if (!condition) {
    throw std::runtime_error(message);
  }
}

void require_cuda(cudaError_t status, const char* call) {
  require(status == cudaSuccess, std::string(call) + ": " + cudaGetErrorString(status));
}

// TensorRT's objects end with destroy(), not with delete.
struct Destroy {
  template <typename T>
  void operator()(T* object) const {
    object->destroy();
  }
};

template <typename T>
using Handle = std::unique_ptr<T, Destroy>;

template <typename T>
Handle<T> handle(T* object, const char* call) {
  require(object != nullptr, std::string(call) + " failed");
  return Handle<T>(object);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.good(), path + ": cannot be read (is the file there?)");
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void write_file(const std::string& path, const nvinfer1::IHostMemory& memory) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(memory.data()), static_cast<std::streamsize>(memory.size()));
  file.close();
  require(file.good(), path + ": cannot be written");
}

// Files are opened by the parser; checked here so that a missing one is named.
void require_readable(const std::string& path) {
  require(std::ifstream(path).good(), path + ": cannot be read (is the file there?)");
}

void build(const std::string& deploy, const std::string& model, const std::string& plan) {
  require_readable(deploy);
  require_readable(model);
  Logger logger;
  auto builder = handle(nvinfer1::createInferBuilder(logger), "createInferBuilder");
  auto network = handle(builder->createNetwork(), "createNetwork");

  // The parser owns the weights: it must live until the engine is built.
  auto parser = handle(nvcaffeparser1::createCaffeParser(), "createCaffeParser");
  const nvcaffeparser1::IBlobNameToTensor* blobs =
      parser->parse(deploy.c_str(), model.c_str(), *network, nvinfer1::DataType::kFLOAT);
  require(blobs != nullptr, deploy + ", " + model + ": not a Caffe network with its weights");
  nvinfer1::ITensor* output = blobs->find(kOutput);
  require(output != nullptr, deploy + ": has no blob named " + kOutput);
  network->markOutput(*output);

  builder->setMaxBatchSize(1);
  builder->setMaxWorkspaceSize(16 << 20);
  auto engine = handle(builder->buildCudaEngine(*network), "buildCudaEngine");
  auto memory = handle(engine->serialize(), "ICudaEngine::serialize");
  write_file(plan, *memory);
  std::printf("%s: %zu bytes\n", plan.c_str(), static_cast<size_t>(memory->size()));
}

// The next number of a PGM header; comments run from # to the end of the line.
int header_number(std::istream& file) {
  while ((file >> std::ws).peek() == '#') {
    file.ignore(1 << 16, '\n');
  }
  int number = -1;
  file >> number;
  return number;
}

Picture read_pgm(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.good(), path + ": cannot be read (is the file there?)");
  char magic[2] = {};
  file.read(magic, sizeof magic);
  require(magic[0] == 'P' && magic[1] == '5', path + ": not a binary PGM picture (P5)");
  const int width = header_number(file);
  const int height = header_number(file);
  const int brightest = header_number(file);
  require(width == kSide && height == kSide, path + ": expected 28 by 28 pixels, got " +
                                                 std::to_string(width) + " by " +
                                                 std::to_string(height));
  require(brightest == 255, path + ": expected 8 bits a pixel (maximum 255), got maximum " +
                                std::to_string(brightest));
  file.get();  // one white space ends the header
  Picture picture(kPixels);
  file.read(reinterpret_cast<char*>(picture.data()), kPixels);
  require(file.gcount() == kPixels, path + ": ends after " + std::to_string(file.gcount()) +
                                        " of " + std::to_string(kPixels) + " pixels");
  return picture;
}

int values_in(const nvinfer1::Dims& dims) {
  int count = 1;
  for (int i = 0; i < dims.nbDims; ++i) {
    count *= dims.d[i];
  }
  return count;
}

// An execution context with its stream and the device memory of its two bindings.
class Recognizer {
 public:
  explicit Recognizer(nvinfer1::ICudaEngine& engine)
      : context_(handle(engine.createExecutionContext(), "createExecutionContext")),
        input_(binding(engine, kInput, kPixels)),
        output_(binding(engine, kOutput, kDigits)) {
    require(engine.getNbBindings() == 2, "the plan has other bindings than data and prob");
    require_cuda(cudaMalloc(&buffers_[input_], kPixels * sizeof(float)), "cudaMalloc");
    require_cuda(cudaMalloc(&buffers_[output_], kDigits * sizeof(float)), "cudaMalloc");
    require_cuda(cudaStreamCreate(&stream_), "cudaStreamCreate");
  }

  ~Recognizer() {
    if (stream_ != nullptr) {
      cudaStreamDestroy(stream_);
    }
    cudaFree(buffers_[input_]);
    cudaFree(buffers_[output_]);
  }

  Recognizer(const Recognizer&) = delete;
  Recognizer& operator=(const Recognizer&) = delete;

  Probabilities operator()(const Picture& picture) {
    std::vector<float> scaled(kPixels);
    std::transform(picture.begin(), picture.end(), scaled.begin(),
                   [](unsigned char pixel) { return static_cast<float>(pixel) / 256; });
    Probabilities result{};
    const int batch = 1;
    require_cuda(cudaMemcpyAsync(buffers_[input_], scaled.data(), kPixels * sizeof(float),
                                 cudaMemcpyHostToDevice, stream_),
                 "cudaMemcpyAsync to the device");
    require(context_->enqueue(batch, buffers_, stream_, nullptr), "enqueue failed");
    require_cuda(cudaMemcpyAsync(result.data(), buffers_[output_], kDigits * sizeof(float),
                                 cudaMemcpyDeviceToHost, stream_),
                 "cudaMemcpyAsync to the host");
    require_cuda(cudaStreamSynchronize(stream_), "cudaStreamSynchronize");
    return result;
  }

 private:
  static int binding(const nvinfer1::ICudaEngine& engine, const char* name, int values) {
    const int index = engine.getBindingIndex(name);
    require(index == 0 || index == 1, std::string("the plan has no binding named ") + name);
    const int found = values_in(engine.getBindingDimensions(index));
    require(found == values, std::string(name) + ": expected " + std::to_string(values) +
                                 " values, the plan has " + std::to_string(found));
    return index;
  }

  Handle<nvinfer1::IExecutionContext> context_;
  int input_;
  int output_;
  void* buffers_[2] = {nullptr, nullptr};
  cudaStream_t stream_ = nullptr;
};

// One line of the picture: two rows of pixels, a character for the brightness of each pair.
std::string ascii_line(const Picture& picture, int line) {
  static const char kShades[] = " .:-=+*#%@";
  std::string text;
  for (int x = 0; x < kSide; ++x) {
    const int sum = picture[2 * line * kSide + x] + picture[(2 * line + 1) * kSide + x];
    text += kShades[sum * 9 / 510];
  }
  return text;
}

std::string bar(int digit, float probability) {
  const int full = 20;
  const int length = static_cast<int>(probability * full + 0.5F);
  char text[64];
  std::snprintf(text, sizeof text, "%d |%-20s| %6.2f %%", digit,
                std::string(std::min(std::max(length, 0), full), '#').c_str(), 100 * probability);
  return text;
}

void show(const std::string& path, const Picture& picture, const Probabilities& prob) {
  std::printf("\n%s\n", path.c_str());
  const int lines = kSide / 2;
  const int first = (lines - kDigits) / 2;
  for (int line = 0; line < lines; ++line) {
    const int digit = line - first;
    const bool has_bar = digit >= 0 && digit < kDigits;
    std::printf("  %s   %s\n", ascii_line(picture, line).c_str(),
                has_bar ? bar(digit, prob[digit]).c_str() : "");
  }
  const auto best = std::max_element(prob.begin(), prob.end()) - prob.begin();
  std::printf("  This is a %d.\n", static_cast<int>(best));
}

void run(const std::string& plan, const std::vector<std::string>& pictures) {
  const std::string data = read_file(plan);
  Logger logger;
  auto runtime = handle(nvinfer1::createInferRuntime(logger), "createInferRuntime");
  auto engine = handle(runtime->deserializeCudaEngine(data.data(), data.size(), nullptr),
                       "deserializeCudaEngine");
  Recognizer recognize(*engine);
  for (const std::string& path : pictures) {
    const Picture picture = read_pgm(path);
    show(path, picture, recognize(picture));
  }
}

// Replaces this process by one that knows of the engine only what the plan says.
void run_in_new_process(const char* program, const std::string& folder) {
  std::vector<std::string> arguments = {program, "run", folder + "/lenet.plan"};
  for (int digit = 0; digit < kDigits; ++digit) {
    arguments.push_back(folder + "/digits/" + std::to_string(digit) + ".pgm");
  }
  std::vector<char*> pointers;
  for (std::string& argument : arguments) {
    pointers.push_back(&argument[0]);
  }
  pointers.push_back(nullptr);
  std::fflush(stdout);
  execvp(program, pointers.data());
  throw std::runtime_error(std::string(program) + ": cannot be started again");
}

void build_and_run(const char* program, const std::string& folder) {
  build(folder + "/lenet.prototxt", folder + "/lenet.caffemodel", folder + "/lenet.plan");
  run_in_new_process(program, folder);
}

void tutorial(const std::vector<std::string>& arguments, const char* program) {
  const std::string mode = arguments.empty() ? "." : arguments[0];
  if (mode == "build" && arguments.size() == 4) {
    build(arguments[1], arguments[2], arguments[3]);
  } else if (mode == "run" && arguments.size() >= 3) {
    run(arguments[1], {arguments.begin() + 2, arguments.end()});
  } else if (mode != "build" && mode != "run" && mode[0] != '-' && arguments.size() <= 1) {
    build_and_run(program, mode);
  } else {
    throw std::runtime_error(
        "usage: tutorial build NETWORK.prototxt WEIGHTS.caffemodel PLAN\n"
        "       tutorial run PLAN PICTURE.pgm...\n"
        "       tutorial [FOLDER]");
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    tutorial({argv + 1, argv + argc}, argv[0]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
