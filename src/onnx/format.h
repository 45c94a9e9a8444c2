#pragma once

#include <cstdint>

#include "ir/tensor_type.h"

/// The numbers of the ONNX format: fields of its protobuf messages, and codes.
namespace ingot::onnx {

/// The operators are those of this version of ONNX's default operator set.
inline constexpr int64_t kOperatorSet = 17;
/// The version of the file format that came with it.
inline constexpr int64_t kFormatVersion = 8;

/// Protobuf messages have at most 2³¹−1 bytes.
inline constexpr uint64_t kMaxMessage = (uint64_t{1} << 31U) - 1;

namespace model_field {
enum : uint32_t { kFormatVersion = 1, kProducerName = 2, kGraph = 7, kOperatorSets = 8 };
}
namespace operator_set_field {
enum : uint32_t { kDomain = 1, kVersion = 2 };
}
namespace graph_field {
enum : uint32_t {
  kNodes = 1,
  kName = 2,
  kInitializers = 5,
  kInputs = 11,
  kOutputs = 12,
  kValues = 13,
};
}
namespace node_field {
enum : uint32_t { kInputs = 1, kOutputs = 2, kName = 3, kOperator = 4, kAttributes = 5 };
}
namespace attribute_field {
enum : uint32_t {
  kName = 1,
  kFloat = 2,
  kInteger = 3,
  kText = 4,
  kFloats = 7,
  kIntegers = 8,
  kKind = 20,
};
}
namespace tensor_field {
enum : uint32_t { kShape = 1, kElementType = 2, kName = 8, kBytes = 9 };
}
namespace value_field {
enum : uint32_t { kName = 1, kType = 2 };
}
namespace type_field {
enum : uint32_t { kTensor = 1 };
}
namespace tensor_type_field {
enum : uint32_t { kElementType = 1, kShape = 2 };
}
namespace shape_field {
enum : uint32_t { kExtents = 1 };
}
namespace extent_field {
enum : uint32_t { kNumber = 1, kSymbol = 2 };
}

/// Which field of an attribute is set.
enum class AttributeKind : int32_t {
  kFloat = 1,
  kInteger = 2,
  kText = 3,
  kFloats = 6,
  kIntegers = 7,
};

/// ONNX's code of an element type.
constexpr int32_t code_of(ir::DataType type) {
  switch (type) {
    case ir::DataType::kFloat32: return 1;
    case ir::DataType::kUInt8: return 2;
    case ir::DataType::kInt8: return 3;
    case ir::DataType::kInt32: return 6;
    case ir::DataType::kInt64: return 7;
    case ir::DataType::kBool: return 9;
    case ir::DataType::kFloat16: return 10;
    case ir::DataType::kBFloat16: return 16;
  }
  return 0;
}

/// ONNX's code of double, which the graph itself does not have.
inline constexpr int32_t kDoubleCode = 11;

}  // namespace ingot::onnx
