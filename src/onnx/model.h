#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ir/tensor.h"

namespace ingot::onnx {

/// ONNX's model as plain data.

using AttributeValue =
    std::variant<float, int64_t, std::string, std::vector<float>, std::vector<int64_t>>;
struct Attribute {
  std::string name;
  AttributeValue value;
};

/// An operator applied to values by name. Named after its output.
struct Node {
  std::string type;
  std::vector<std::string> inputs;  ///< empty: an optional input that is left out
  std::string output;
  std::vector<Attribute> attributes{};
};

struct NamedType {
  std::string name;
  ir::TensorType type;
};

struct Initializer {
  std::string name;
  ir::Tensor tensor;
};

struct Model {
  std::string name;
  std::vector<Node> nodes{};
  std::vector<Initializer> initializers{};
  std::vector<NamedType> inputs{};
  std::vector<NamedType> outputs{};
  std::vector<NamedType> values{};  ///< types of results in between
};

/// The model in protobuf's wire format. The same model gives the same bytes. Throws Error
/// kUnsupported when it would be larger than protobuf's limit of 2 GiB.
std::string to_bytes(const Model& model);

}  // namespace ingot::onnx
