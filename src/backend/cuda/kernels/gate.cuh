// Barriers in shared memory, and copies that open them: sm_90 has both.
#pragma once

#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// A barrier in shared memory that opens after so many arrivals, again and again.
struct Gate {
  uint32_t address;

  __device__ void begin(int arrivals) const {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
    asm volatile("mbarrier.init.shared.b64 [%0], %1;" ::"r"(address), "r"(arrivals) : "memory");
#endif
  }
  /// Of one lane for its warp.
  __device__ void arrive() const {
    __syncwarp();
    if (threadIdx.x % 32 != 0) return;
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
    asm volatile("mbarrier.arrive.shared.b64 _, [%0];" ::"r"(address) : "memory");
#endif
  }
  /// The same in `count` blocks of the cluster from the `first`-th on; one is this block.
  __device__ void arrive_in(int first, int count) const {
    if (count == 1) {
      arrive();
      return;
    }
    __syncwarp();
    const int lane = static_cast<int>(threadIdx.x) % 32;
    if (lane >= count) return;
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
    asm volatile(
        "{\n.reg .b32 other;\n"
        "mapa.shared::cluster.u32 other, %0, %1;\n"
        "mbarrier.arrive.shared::cluster.b64 _, [other];\n}" ::"r"(address),
        "r"(first + lane)
        : "memory");
#endif
  }
  /// The same, and lets the gate wait for so many bytes of copy_bulk.
  __device__ void arrive_with(int bytes) const {
    if (threadIdx.x % 32 == 0) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
      asm volatile("mbarrier.arrive.expect_tx.shared.b64 _, [%0], %1;" ::"r"(address), "r"(bytes)
                   : "memory");
#endif
    }
    __syncwarp();
  }
  /// Until it has opened `time` + 1 times; it must not have opened oftener than once more.
  __device__ void wait(int time) const {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
    asm volatile(
        "{\n.reg .pred opened;\n"
        "again:\nmbarrier.try_wait.parity.shared.b64 opened, [%0], %1;\n"
        "@!opened bra again;\n}" ::"r"(address),
        "r"(time & 1)
        : "memory");
#endif
  }
};

/// Lets all blocks of the cluster, and copies, find the gates that this thread has begun.
__device__ inline void publish_gates() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
#endif
}

/// Copies bytes, a multiple of 16 as both addresses are, which the gate then has, to the same place
/// in `count` blocks of the cluster from the `first`-th on; one is this block.
__device__ inline void copy_bulk(uint32_t to, const void* from, int bytes, Gate gate, int first,
                                 int count) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  if (count == 1) {
    asm volatile(
        "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes "
        "[%0], [%1], %2, [%3];" ::"r"(to),
        "l"(from), "r"(bytes), "r"(gate.address)
        : "memory");
  } else {
    const auto blocks = static_cast<uint16_t>(((1 << count) - 1) << first);
    asm volatile(
        "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.multicast::cluster "
        "[%0], [%1], %2, [%3], %4;" ::"r"(to),
        "l"(from), "r"(bytes), "r"(gate.address), "h"(blocks)
        : "memory");
  }
#endif
}

}  // namespace ingot::backend::cuda::kernels
