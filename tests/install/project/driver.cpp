// A buffer that grows where it lies, as programs with output allocators of their own have: reserved
// addresses, and memory mapped into them as it is needed. Compiled without nvcc, with the headers
// of the small number types beside it.

#include <cuda.h>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_fp4.h>
#include <cuda_fp8.h>
#include <cuda_profiler_api.h>
#include <cuda_runtime.h>

#include <cstdio>

namespace {

CUmemAllocationProp on_device() {
  CUmemAllocationProp prop = {};
  prop.type = CU_MEM_ALLOCATION_TYPE_PINNED;
  prop.location.type = CU_MEM_LOCATION_TYPE_DEVICE;
  prop.location.id = 0;
  return prop;
}

bool add_memory(CUdeviceptr at, size_t size) {
  const CUmemAllocationProp prop = on_device();
  CUmemAccessDesc access = {};
  access.location = prop.location;
  access.flags = CU_MEM_ACCESS_FLAGS_PROT_READWRITE;
  CUmemGenericAllocationHandle handle;
  return cuMemCreate(&handle, size, &prop, 0) == CUDA_SUCCESS &&
         cuMemMap(at, size, 0, handle, 0) == CUDA_SUCCESS && cuMemRelease(handle) == CUDA_SUCCESS &&
         cuMemSetAccess(at, size, &access, 1) == CUDA_SUCCESS;
}

bool grows() {
  const CUmemAllocationProp prop = on_device();
  size_t granule = 0;
  CUdeviceptr base = 0;
  if (cuInit(0) != CUDA_SUCCESS ||
      cuMemGetAllocationGranularity(&granule, &prop, CU_MEM_ALLOC_GRANULARITY_MINIMUM) !=
          CUDA_SUCCESS ||
      cuMemAddressReserve(&base, 2 * granule, 0, 0, 0) != CUDA_SUCCESS) {
    return false;
  }
  const float written = __half2float(__float2half(0.5F));
  float read = 0;
  float* const last = reinterpret_cast<float*>(base + 2 * granule) - 1;
  const bool good =
      add_memory(base, granule) && add_memory(base + granule, granule) &&
      cudaMemset(reinterpret_cast<void*>(base), 0, 2 * granule) == cudaSuccess &&
      cudaMemcpy(last, &written, sizeof written, cudaMemcpyHostToDevice) == cudaSuccess &&
      cudaMemcpy(&read, last, sizeof read, cudaMemcpyDeviceToHost) == cudaSuccess;
  return good && read == 0.5F && cuMemUnmap(base, 2 * granule) == CUDA_SUCCESS &&
         cuMemAddressFree(base, 2 * granule) == CUDA_SUCCESS;
}

bool converts() {
  return static_cast<float>(__nv_fp8_e4m3(17.0F)) == 16.0F &&
         static_cast<float>(__nv_fp4_e2m1(5.0F)) == 4.0F &&
         __bfloat162float(__float2bfloat16(257.0F)) == 256.0F;
}

}  // namespace

int main() {
  const bool good = grows() && converts() && cudaProfilerStop() == cudaSuccess;
  std::printf("%s\n", good ? "good" : cudaGetErrorString(cudaPeekAtLastError()));
  return good ? 0 : 1;
}
