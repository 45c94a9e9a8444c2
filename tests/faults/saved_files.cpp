#include "tests/faults/saved_files.h"

#include <ingot/ingot.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace ingot::test {
namespace {

template <class T>
std::unique_ptr<T> own(T* object) {
  EXPECT_NE(object, nullptr);
  return std::unique_ptr<T>(object);
}

}  // namespace

Folder::Folder() {
  std::string name = testing::TempDir() + "ingot.XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
  path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

size_t Folder::num_files() const {
  const std::filesystem::directory_iterator files(path_);
  return static_cast<size_t>(std::distance(begin(files), end(files)));
}

std::string content(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::string content(const nvinfer1::IHostMemory& memory) {
  return {static_cast<const char*>(memory.data()), memory.size()};
}

std::unique_ptr<nvinfer1::IHostMemory> make_plan(nvinfer1::ILogger& logger, float weight) {
  constexpr int64_t kSide = 512;
  const std::vector<float> weights(kSide * kSide, weight);
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  const auto config = own(builder->createBuilderConfig());
  config->setBuilderOptimizationLevel(0);
  auto* x = network->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims2(1, kSide));
  auto* w = network->addConstant(nvinfer1::Dims2(kSide, kSide),
                                 {nvinfer1::DataType::kFLOAT, weights.data(), kSide * kSide});
  constexpr auto kNone = nvinfer1::MatrixOperation::kNONE;
  auto* y = network->addMatrixMultiply(*x, kNone, *w->getOutput(0), kNone)->getOutput(0);
  y->setName("y");
  network->markOutput(*y);
  return own(builder->buildSerializedNetwork(*network, *config));
}

std::unique_ptr<nvinfer1::IHostMemory> make_timing_cache(nvinfer1::ILogger& logger, int layers) {
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  const auto config = own(builder->createBuilderConfig());
  const auto cache = own(config->createTimingCache(nullptr, 0));
  EXPECT_TRUE(config->setTimingCache(*cache, false));
  auto* x = network->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(1, 4, 16, 16));
  for (int i = 0; i < layers; ++i) {
    x = network->addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2))
            ->getOutput(0);
  }
  network->markOutput(*x);
  own(builder->buildSerializedNetwork(*network, *config));
  return own(cache->serialize());
}

bool is_plan(nvinfer1::ILogger& logger, const std::string& path) {
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  return std::unique_ptr<nvinfer1::ICudaEngine>(loadEngine(*runtime, path.c_str())) != nullptr;
}

bool is_timing_cache(nvinfer1::ILogger& logger, const std::string& bytes) {
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto config = own(builder->createBuilderConfig());
  return std::unique_ptr<nvinfer1::ITimingCache>(
             config->createTimingCache(bytes.data(), bytes.size())) != nullptr;
}

}  // namespace ingot::test
