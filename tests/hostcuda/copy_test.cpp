#include <numeric>

#include "helpers.h"

namespace ingot::test {
namespace {

class Copy : public testing::Test {
 protected:
  static constexpr std::size_t kSize = 4096;

  void SetUp() override {
    ASSERT_CUDA(cudaMalloc(&device_, kSize));
    ASSERT_CUDA(cudaMalloc(&other_device_, kSize));
    ASSERT_CUDA(cudaMallocHost(&pinned_, kSize));
    ASSERT_CUDA(cudaMallocManaged(&managed_, kSize));
    std::iota(host_.begin(), host_.end(), '\0');
  }
  void TearDown() override {
    cudaGetLastError();
    cudaFree(device_);
    cudaFree(other_device_);
    cudaFreeHost(pinned_);
    cudaFree(managed_);
  }

  char* device_ = nullptr;
  char* other_device_ = nullptr;
  char* pinned_ = nullptr;
  char* managed_ = nullptr;
  std::vector<char> host_ = std::vector<char>(kSize);
  std::vector<char> result_ = std::vector<char>(kSize);
};

TEST_F(Copy, GoesThereAndBack) {
  ASSERT_CUDA(cudaMemcpy(device_, host_.data(), kSize, cudaMemcpyHostToDevice));
  ASSERT_CUDA(cudaMemcpy(other_device_, device_, kSize, cudaMemcpyDeviceToDevice));
  ASSERT_CUDA(cudaMemcpy(managed_, other_device_, kSize, cudaMemcpyDefault));
  ASSERT_CUDA(cudaMemcpy(result_.data(), managed_, kSize, cudaMemcpyDeviceToHost));
  EXPECT_EQ(result_, host_);
}

TEST_F(Copy, AsynchronousCopiesKeepTheStreamsOrder) {
  StreamHandle stream;
  constexpr std::size_t kLarge = 1 << 20;
  std::vector<char> from(kLarge, 3);
  std::vector<char> to(kLarge);
  char* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, kLarge));
  for (const bool held : {false, true}) {
    Gate gate;
    std::fill(to.begin(), to.end(), '\0');
    if (held) gate.hold(stream);
    ASSERT_CUDA(cudaMemcpyAsync(device, from.data(), kLarge, cudaMemcpyHostToDevice, stream));
    ASSERT_CUDA(cudaMemsetAsync(device, 7, 10, stream));
    ASSERT_CUDA(cudaMemcpyAsync(to.data(), device, kLarge, cudaMemcpyDeviceToHost, stream));
    EXPECT_TRUE(!held || to[0] == 0);
    gate.open();
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    EXPECT_EQ(to[9], 7);
    EXPECT_EQ(to[10], 3);
    EXPECT_EQ(to[kLarge - 1], 3);
  }
  ASSERT_CUDA(cudaFree(device));
}

TEST_F(Copy, DeviceSidesMustBeReachableByTheDevice) {
  char* const a = host_.data();
  char* const b = result_.data();
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(a, b, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(a, b, 16, cudaMemcpyDeviceToHost));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(a, b, 16, cudaMemcpyDeviceToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(device_, a, 16, cudaMemcpyDeviceToHost));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(a, device_, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(device_, a, 16, cudaMemcpyDeviceToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpyAsync(a, b, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(a, b, 16, cudaMemcpyHostToHost));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(a, b, 16, cudaMemcpyDefault));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(device_, pinned_, 16, cudaMemcpyDeviceToDevice));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(pinned_, a, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(device_, other_device_, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidMemcpyDirection,
            cudaMemcpy(device_, a, 16, static_cast<cudaMemcpyKind>(9)));
}

TEST_F(Copy, NullAndEmptyRanges) {
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(nullptr, host_.data(), 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy(device_, nullptr, 16, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaSuccess, cudaMemcpy(nullptr, nullptr, 0, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(nullptr, 1, 4));
  EXPECT_EQ(cudaSuccess, cudaMemset(nullptr, 1, 0));
}

TEST_F(Copy, RangesMustNotLeaveTheirAllocation) {
  std::vector<char> large(2 * kSize);
  EXPECT_EQ(cudaErrorInvalidValue,
            cudaMemcpy(device_, large.data(), kSize + 1, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue,
            cudaMemcpy(large.data(), device_ + 1, kSize, cudaMemcpyDeviceToHost));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(device_ + kSize - 1, 0, 2));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(device_, 0, SIZE_MAX));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset(host_.data(), 0, 2));
  EXPECT_EQ(cudaSuccess, cudaMemset(device_ + kSize - 1, 0, 1));
  EXPECT_EQ(cudaSuccess, cudaMemset(pinned_, 0, kSize));
}

TEST_F(Copy, RowsWithPitch) {
  char* rows = nullptr;
  std::size_t pitch = 0;
  ASSERT_CUDA(cudaMallocPitch(&rows, &pitch, 100, 3));
  ASSERT_GE(pitch, 100U);
  ASSERT_CUDA(cudaMemset2D(rows, pitch, 9, 100, 3));
  ASSERT_CUDA(cudaMemcpy2D(rows, pitch, host_.data(), 50, 40, 3, cudaMemcpyHostToDevice));
  StreamHandle stream;
  ASSERT_CUDA(
      cudaMemcpy2DAsync(result_.data(), 100, rows, pitch, 100, 3, cudaMemcpyDeviceToHost, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t i = 0; i < 100; ++i) {
      const char expected = i < 40 ? host_[row * 50 + i] : '\x09';
      ASSERT_EQ(result_[row * 100 + i], expected) << row << ' ' << i;
    }
  }
  ASSERT_CUDA(cudaFree(rows));
}

TEST_F(Copy, RowsAreChecked) {
  const char* const from = host_.data();
  EXPECT_EQ(cudaErrorInvalidPitchValue,
            cudaMemcpy2D(device_, 8, from, 16, 12, 2, cudaMemcpyHostToDevice));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset2D(device_, 8, 0, 12, 2));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset2D(device_, 1024, 0, 1024, 5));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemset2D(device_, SIZE_MAX / 2, 0, 12, 4));
  EXPECT_EQ(cudaSuccess, cudaMemset2D(device_, 1024, 0, 1024, 4));
  EXPECT_EQ(cudaSuccess, cudaMemcpy2D(device_, 16, from, 16, 0, 2, cudaMemcpyHostToDevice));
}

}  // namespace
}  // namespace ingot::test
