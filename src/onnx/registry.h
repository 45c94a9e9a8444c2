#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ir/op.h"

namespace ingot::onnx {

class NodeWriter;

/// Writes an operator as nodes of ONNX; returns the name of its result.
using OperatorWriter = std::function<std::string(const ir::Op& op, NodeWriter& node)>;

/// The writer of the operator with that name; null when there is none.
const OperatorWriter* find_writer(std::string_view operator_name);

/// Registers a writer for the life of the program; used through Register.
void register_writer(std::string_view operator_name, OperatorWriter writer);

/// `const onnx::Register<ops::Softmax> registration(write);` at namespace scope of a file in
/// operators/.
template <class T>
struct Register {
  explicit Register(std::string (*write)(const T& op, NodeWriter& node)) {
    register_writer(
        T::kName, [write](const ir::Op& op, NodeWriter& node) { return write(*op.as<T>(), node); });
  }
};

}  // namespace ingot::onnx
