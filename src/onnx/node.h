#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/model.h"
#include "onnx/names.h"

namespace ingot::onnx {

/// What an operator reads.
struct Operand {
  std::string name;
  ir::TensorType type;
  const ir::Tensor* constant = nullptr;  ///< its elements, when they are fixed

  size_t rank() const { return type.shape.size(); }
};

/// One operator on its way to ONNX: what it reads, and the nodes that it becomes.
class NodeWriter {
 public:
  NodeWriter(Model& model, Names& names, std::string layer, std::vector<Operand> inputs,
             ir::TensorType output)
      : model_(model),
        names_(names),
        layer_(std::move(layer)),
        inputs_(std::move(inputs)),
        output_(std::move(output)) {}

  size_t num_inputs() const { return inputs_.size(); }
  const Operand& input(size_t index = 0) const { return inputs_.at(index); }
  /// The names of all inputs.
  std::vector<std::string> input_names() const;
  const ir::TensorType& output() const { return output_; }

  /// Adds a node with one output, whose name it returns.
  std::string add(std::string_view type, std::vector<std::string> inputs,
                  std::vector<Attribute> attributes = {});
  /// Each adds an initializer, whose name it returns; `role` becomes part of it.
  std::string constant(ir::Tensor tensor, std::string_view role);
  std::string scalar(double value, ir::DataType type, std::string_view role);
  std::string integers(std::span<const int64_t> values, std::string_view role);

 private:
  Model& model_;
  Names& names_;
  std::string layer_;
  std::vector<Operand> inputs_;
  ir::TensorType output_;
};

/// Throws Error kUnsupported: ONNX cannot say what the operator does.
[[noreturn]] void refuse(const std::string& reason);

}  // namespace ingot::onnx
