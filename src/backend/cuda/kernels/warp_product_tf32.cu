#include "backend/cuda/kernels/warp_product.cuh"

namespace ingot::backend::cuda::kernels {

ProductKernel warp_product_tf32(const ProductTile& tile) { return warp_product<float>(tile); }

}  // namespace ingot::backend::cuda::kernels
