#include "backend/cuda/kernels/warp_product.cuh"

namespace ingot::backend::cuda::kernels {

ProductKernel warp_product_bf16(const ProductTile& tile) {
  return warp_product<__nv_bfloat16>(tile);
}

}  // namespace ingot::backend::cuda::kernels
