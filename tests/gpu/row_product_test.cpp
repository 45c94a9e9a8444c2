// Matrix products of few rows, whose weights may be kept in fewer bits.
#include <cmath>
#include <limits>

#include "tests/gpu/batch.h"

namespace ingot::test {
namespace {

constexpr int kDepth = 520;
constexpr int kFilters = 21;

/// x [rows, kDepth] times the transpose of weights [kFilters, kDepth]; x lies `shift` floats behind
/// an address that is aligned to anything.
std::vector<float> products(int rows, const std::vector<float>& x,
                            const std::vector<float>& weights, size_t shift) {
  SilentLogger logger;
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  const auto network = own(builder->createNetworkV2(0));
  auto* input = network->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims2(rows, kDepth));
  auto* constant = network->addConstant(
      nvinfer1::Dims2(kFilters, kDepth),
      {nvinfer1::DataType::kFLOAT, weights.data(), static_cast<int64_t>(weights.size())});
  auto* product =
      network->addMatrixMultiply(*input, nvinfer1::MatrixOperation::kNONE, *constant->getOutput(0),
                                 nvinfer1::MatrixOperation::kTRANSPOSE);
  product->getOutput(0)->setName("y");
  network->markOutput(*product->getOutput(0));
  const auto config = own(builder->createBuilderConfig());
  EXPECT_TRUE(config->setTacticSources(0));
  const auto plan = own(builder->buildSerializedNetwork(*network, *config));
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  float* from = nullptr;
  float* to = nullptr;
  std::vector<float> y(static_cast<size_t>(rows) * kFilters);
  EXPECT_EQ(cudaMalloc(reinterpret_cast<void**>(&from), (x.size() + shift) * sizeof(float)),
            cudaSuccess);
  EXPECT_EQ(cudaMalloc(reinterpret_cast<void**>(&to), y.size() * sizeof(float)), cudaSuccess);
  EXPECT_EQ(cudaMemcpy(from + shift, x.data(), x.size() * sizeof(float), cudaMemcpyHostToDevice),
            cudaSuccess);
  EXPECT_TRUE(context->setTensorAddress("x", from + shift) && context->setTensorAddress("y", to));
  const TestStream stream;
  EXPECT_TRUE(context->enqueueV3(stream));
  stream.wait();
  EXPECT_EQ(cudaMemcpy(y.data(), to, y.size() * sizeof(float), cudaMemcpyDeviceToHost),
            cudaSuccess);
  EXPECT_EQ(cudaFree(from), cudaSuccess);
  EXPECT_EQ(cudaFree(to), cudaSuccess);
  return y;
}

/// Small integers, so that sums are exact.
std::vector<float> integers(size_t count, int modulus) {
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(static_cast<int>(i * 7 % static_cast<size_t>(modulus)) - 5);
  }
  return values;
}

TEST(RowProduct, TakesAnyNumberOfRowsAtAnyAddress) {
  const std::vector<float> weights = integers(size_t{kFilters} * kDepth, 23);
  for (int rows = 1; rows <= 9; ++rows) {
    const std::vector<float> x = integers(static_cast<size_t>(rows) * kDepth, 19);
    std::vector<float> expected;
    for (size_t row = 0; row < static_cast<size_t>(rows); ++row) {
      for (size_t filter = 0; filter < kFilters; ++filter) {
        float sum = 0;
        for (size_t k = 0; k < kDepth; ++k) {
          sum += x[row * kDepth + k] * weights[filter * kDepth + k];
        }
        expected.push_back(sum);
      }
    }
    for (const size_t shift : {0, 1}) {
      EXPECT_EQ(products(rows, x, weights, shift), expected) << rows << " rows, " << shift;
    }
  }
}

TEST(RowProduct, WeightsThatAreNoNumbersStaySo) {
  std::vector<float> weights = integers(size_t{kFilters} * kDepth, 23);
  weights[3 * kDepth + 17] = std::numeric_limits<float>::quiet_NaN();
  weights[4 * kDepth + 255] = std::nanf("1");  // a payload in the lowest bits
  weights[5 * kDepth + 256] = std::numeric_limits<float>::infinity();
  weights[20 * kDepth + 519] = -std::numeric_limits<float>::infinity();
  const std::vector<float> y = products(1, std::vector<float>(kDepth, 1), weights, 0);
  for (size_t filter = 0; filter < kFilters; ++filter) {
    EXPECT_EQ(std::isnan(y[filter]), filter == 3 || filter == 4) << filter;
    EXPECT_EQ(std::isinf(y[filter]), filter == 5 || filter == 20) << filter;
  }
  EXPECT_GT(y[5], 0);
  EXPECT_LT(y[20], 0);
}

}  // namespace
}  // namespace ingot::test
