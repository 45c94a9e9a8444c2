#include "backend/cuda/kernels/warp_product.cuh"

namespace ingot::backend::cuda::kernels {

ProductKernel warp_product_f16(const ProductTile& tile) { return warp_product<__half>(tile); }

}  // namespace ingot::backend::cuda::kernels
