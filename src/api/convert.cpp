#include "api/convert.h"

#include <limits>

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

struct Pair {
  nvinfer1::DataType outer;
  ir::DataType inner;
  const char* name;
};

constexpr Pair kTypes[] = {
    {nvinfer1::DataType::kFLOAT, ir::DataType::kFloat32, "kFLOAT"},
    {nvinfer1::DataType::kHALF, ir::DataType::kFloat16, "kHALF"},
    {nvinfer1::DataType::kBF16, ir::DataType::kBFloat16, "kBF16"},
    {nvinfer1::DataType::kINT8, ir::DataType::kInt8, "kINT8"},
    {nvinfer1::DataType::kUINT8, ir::DataType::kUInt8, "kUINT8"},
    {nvinfer1::DataType::kINT32, ir::DataType::kInt32, "kINT32"},
    {nvinfer1::DataType::kINT64, ir::DataType::kInt64, "kINT64"},
    {nvinfer1::DataType::kBOOL, ir::DataType::kBool, "kBOOL"},
};

}  // namespace

std::vector<int64_t> extents_of(const nvinfer1::Dims& dims) {
  require(dims.nbDims >= 0 && dims.nbDims <= nvinfer1::Dims::MAX_DIMS, ErrorCode::kInvalidArgument,
          [&] {
            return str("expected 0 to ", int{nvinfer1::Dims::MAX_DIMS}, " dimensions, got ",
                       dims.nbDims);
          });
  return {dims.d, dims.d + dims.nbDims};
}

nvinfer1::Dims dims_of(const std::vector<int64_t>& extents) {
  require(extents.size() <= nvinfer1::Dims::MAX_DIMS, ErrorCode::kInvalidArgument,
          [&] { return str("a tensor of rank ", extents.size(), " has no Dims"); });
  nvinfer1::Dims dims{};
  dims.nbDims = static_cast<int32_t>(extents.size());
  using Extent = std::remove_reference_t<decltype(dims.d[0])>;
  for (size_t i = 0; i < extents.size(); ++i) {
    require(extents[i] <= std::numeric_limits<Extent>::max(), ErrorCode::kInvalidArgument,
            [&] { return str("extent ", extents[i], " does not fit into Dims"); });
    dims.d[i] = static_cast<Extent>(extents[i]);
  }
  return dims;
}

nvinfer1::Dims dims_of(const ir::Shape& shape) {
  std::vector<int64_t> extents;
  for (const ir::Dim& dim : shape) extents.push_back(dim.is_known() ? dim.value() : -1);
  return dims_of(extents);
}

ir::DataType data_type_of(nvinfer1::DataType type) {
  for (const Pair& pair : kTypes) {
    if (pair.outer == type) return pair.inner;
  }
  throw Error(ErrorCode::kUnsupported,
              str("tensors of data type ", static_cast<int>(type), " are not supported"));
}

nvinfer1::DataType data_type_of(ir::DataType type) {
  for (const Pair& pair : kTypes) {
    if (pair.inner == type) return pair.outer;
  }
  return nvinfer1::DataType::kFLOAT;
}

const char* name_of(nvinfer1::DataType type) {
  for (const Pair& pair : kTypes) {
    if (pair.outer == type) return pair.name;
  }
  return "an unknown type";
}

static_assert(static_cast<int>(plan::Verbosity::kLayerNamesOnly) ==
              static_cast<int>(nvinfer1::ProfilingVerbosity::kLAYER_NAMES_ONLY));
static_assert(static_cast<int>(plan::Verbosity::kNone) ==
              static_cast<int>(nvinfer1::ProfilingVerbosity::kNONE));
static_assert(static_cast<int>(plan::Verbosity::kDetailed) ==
              static_cast<int>(nvinfer1::ProfilingVerbosity::kDETAILED));

plan::Verbosity verbosity_of(nvinfer1::ProfilingVerbosity verbosity) {
  return static_cast<plan::Verbosity>(verbosity);
}

nvinfer1::ProfilingVerbosity verbosity_of(plan::Verbosity verbosity) {
  return static_cast<nvinfer1::ProfilingVerbosity>(verbosity);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
