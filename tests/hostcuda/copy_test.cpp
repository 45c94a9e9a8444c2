#include <algorithm>
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
  char* from = nullptr;
  char* to = nullptr;
  char* device = nullptr;
  ASSERT_CUDA(cudaMallocHost(&from, kLarge));
  ASSERT_CUDA(cudaMallocHost(&to, kLarge));
  ASSERT_CUDA(cudaMalloc(&device, kLarge));
  std::fill_n(from, kLarge, '\3');
  for (const bool held : {false, true}) {
    Gate gate;
    std::fill_n(to, kLarge, '\0');
    if (held) gate.hold(stream);
    ASSERT_CUDA(cudaMemcpyAsync(device, from, kLarge, cudaMemcpyHostToDevice, stream));
    ASSERT_CUDA(cudaMemsetAsync(device, 7, 10, stream));
    ASSERT_CUDA(cudaMemcpyAsync(to, device, kLarge, cudaMemcpyDeviceToHost, stream));
    EXPECT_TRUE(!held || to[0] == 0);
    gate.open();
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    EXPECT_EQ(to[9], 7);
    EXPECT_EQ(to[10], 3);
    EXPECT_EQ(to[kLarge - 1], 3);
  }
  ASSERT_CUDA(cudaFree(device));
  ASSERT_CUDA(cudaFreeHost(from));
  ASSERT_CUDA(cudaFreeHost(to));
}

TEST_F(Copy, PageableSourceIsReadBeforeTheCallReturns) {
  StreamHandle stream;
  for (const std::size_t size : {std::size_t{64}, kSize}) {
    Gate gate;
    gate.hold(stream);
    ASSERT_CUDA(cudaMemcpyAsync(device_, host_.data(), size, cudaMemcpyHostToDevice, stream));
    std::vector<char> expected = host_;
    std::fill(host_.begin(), host_.end(), '\7');
    gate.open();
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    ASSERT_CUDA(cudaMemcpy(result_.data(), device_, size, cudaMemcpyDeviceToHost));
    EXPECT_TRUE(std::equal(result_.begin(), result_.begin() + static_cast<std::ptrdiff_t>(size),
                           expected.begin()));
    host_ = expected;
  }
}

TEST_F(Copy, PageableDestinationIsWrittenWhenTheCallReturns) {
  StreamHandle stream;
  std::vector<char> large(1 << 20);
  char* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, large.size()));
  for (int i = 1; i < 20; ++i) {
    ASSERT_CUDA(cudaMemsetAsync(device, i, large.size(), stream));
    ASSERT_CUDA(
        cudaMemcpyAsync(large.data(), device, large.size(), cudaMemcpyDeviceToHost, stream));
    ASSERT_EQ(large.back(), i);
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

/// 4 planes of 3 rows of 40 bytes, the bytes' values counted through.
class CopyPlanes : public testing::Test {
 protected:
  static constexpr std::size_t kWidth = 40;
  static constexpr std::size_t kHeight = 3;
  static constexpr std::size_t kDepth = 4;

  void SetUp() override {
    std::iota(host_.begin(), host_.end(), '\0');
    ASSERT_CUDA(cudaMalloc3D(&device_, make_cudaExtent(kWidth, kHeight, kDepth)));
    ASSERT_GE(device_.pitch, kWidth);
    EXPECT_EQ(device_.xsize, kWidth);
    EXPECT_EQ(device_.ysize, kHeight);
  }
  void TearDown() override {
    cudaGetLastError();
    cudaFree(device_.ptr);
  }

  static cudaPitchedPtr dense(std::vector<char>& bytes) {
    return make_cudaPitchedPtr(bytes.data(), kWidth, kWidth, kHeight);
  }
  static char at(const std::vector<char>& bytes, std::size_t x, std::size_t y, std::size_t z) {
    return bytes[(z * kHeight + y) * kWidth + x];
  }
  cudaMemcpy3DParms to_device() {
    cudaMemcpy3DParms p{};
    p.srcPtr = dense(host_);
    p.dstPtr = device_;
    p.extent = make_cudaExtent(kWidth, kHeight, kDepth);
    p.kind = cudaMemcpyHostToDevice;
    return p;
  }
  cudaMemcpy3DParms to_host() {
    cudaMemcpy3DParms p{};
    p.srcPtr = device_;
    p.dstPtr = dense(result_);
    p.extent = make_cudaExtent(kWidth, kHeight, kDepth);
    p.kind = cudaMemcpyDeviceToHost;
    return p;
  }

  cudaPitchedPtr device_{};
  std::vector<char> host_ = std::vector<char>(kWidth * kHeight * kDepth);
  std::vector<char> result_ = std::vector<char>(kWidth * kHeight * kDepth);
};

TEST_F(CopyPlanes, GoThereAndBack) {
  const cudaMemcpy3DParms there = to_device();
  const cudaMemcpy3DParms back = to_host();
  ASSERT_CUDA(cudaMemcpy3D(&there));
  ASSERT_CUDA(cudaMemcpy3D(&back));
  EXPECT_EQ(result_, host_);
  StreamHandle stream;
  std::fill(result_.begin(), result_.end(), '\0');
  ASSERT_CUDA(cudaMemset3DAsync(device_, 0, there.extent, stream));
  ASSERT_CUDA(cudaMemcpy3DAsync(&there, stream));
  ASSERT_CUDA(cudaMemcpy3DAsync(&back, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(result_, host_);
}

TEST_F(CopyPlanes, ABoxOfThemGoesElsewhere) {
  ASSERT_CUDA(cudaMemset3D(device_, 99, make_cudaExtent(kWidth, kHeight, kDepth)));
  cudaMemcpy3DParms box = to_device();
  box.srcPos = make_cudaPos(5, 1, 0);
  box.dstPos = make_cudaPos(8, 0, 2);
  box.extent = make_cudaExtent(7, 2, 2);
  ASSERT_CUDA(cudaMemcpy3D(&box));
  const cudaMemcpy3DParms back = to_host();
  ASSERT_CUDA(cudaMemcpy3D(&back));
  for (std::size_t z = 0; z < kDepth; ++z) {
    for (std::size_t y = 0; y < kHeight; ++y) {
      for (std::size_t x = 0; x < kWidth; ++x) {
        const bool inside = x >= 8 && x < 15 && y < 2 && z >= 2;
        const char expected = inside ? at(host_, x - 3, y + 1, z - 2) : '\x63';
        ASSERT_EQ(at(result_, x, y, z), expected) << x << ' ' << y << ' ' << z;
      }
    }
  }
}

TEST_F(CopyPlanes, AreChecked) {
  cudaMemcpy3DParms p = to_device();
  p.srcPtr.pitch = kWidth - 1;
  EXPECT_EQ(cudaErrorInvalidPitchValue, cudaMemcpy3D(&p));
  p = to_device();
  p.extent.depth = kDepth + 20;
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy3D(&p));
  p = to_device();
  p.dstPos.z = SIZE_MAX / 2;
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy3D(&p));
  p = to_device();
  p.dstPtr.ptr = nullptr;
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy3D(&p));
  p = to_device();
  p.extent.width = 0;
  EXPECT_EQ(cudaSuccess, cudaMemcpy3D(&p));
  EXPECT_EQ(cudaErrorInvalidValue, cudaMemcpy3D(nullptr));
  EXPECT_EQ(cudaErrorInvalidValue,
            cudaMemset3D(device_, 0, make_cudaExtent(kWidth, kHeight, kDepth + 1)));
  cudaPitchedPtr planes{};
  EXPECT_EQ(cudaErrorMemoryAllocation,
            cudaMalloc3D(&planes, make_cudaExtent(SIZE_MAX / 2, SIZE_MAX / 2, 2)));
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
