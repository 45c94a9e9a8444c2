#pragma once

#include <NvInferRuntime.h>

#include <vector>

#include "ir/tensor_type.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Throws Error kInvalidArgument on a rank outside 0…MAX_DIMS.
std::vector<int64_t> extents_of(const nvinfer1::Dims& dims);
/// Throws Error kInvalidArgument where an extent does not fit into Dims.
nvinfer1::Dims dims_of(const std::vector<int64_t>& extents);
/// As above; extents that are not known are -1.
nvinfer1::Dims dims_of(const ir::Shape& shape);

/// Throws Error kUnsupported, naming the type, where ir has none like it.
ir::DataType data_type_of(nvinfer1::DataType type);
nvinfer1::DataType data_type_of(ir::DataType type);
const char* name_of(nvinfer1::DataType type);

plan::Verbosity verbosity_of(nvinfer1::ProfilingVerbosity verbosity);
nvinfer1::ProfilingVerbosity verbosity_of(plan::Verbosity verbosity);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
