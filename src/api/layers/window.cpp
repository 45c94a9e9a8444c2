#include "api/layers/window.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

std::vector<int64_t> window_extents(const nvinfer1::Dims& dims, size_t rank, int64_t least,
                                    std::string_view what) {
  std::vector<int64_t> extents = extents_of(dims);
  require(extents.size() == rank, ErrorCode::kInvalidArgument,
          [&] { return str(what, ": expected ", rank, " extents, got ", extents.size()); });
  for (const int64_t extent : extents) {
    require(extent >= least, ErrorCode::kInvalidArgument, [&] {
      return str(what, ": expected extents of at least ", least, ", got ", join(extents, " x "));
    });
  }
  return extents;
}

std::vector<int64_t> new_window(const nvinfer1::Dims& dims) {
  require(dims.nbDims == 2 || dims.nbDims == 3, ErrorCode::kInvalidArgument,
          [&] { return str("window: expected 2 or 3 extents, got ", dims.nbDims); });
  return window_extents(dims, static_cast<size_t>(dims.nbDims), 1, "window");
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
