#pragma once

#include <string>

#include "ir/graph.h"

namespace ingot::onnx {

struct Settings {
  std::string name = "network";
  /// Numbers for symbols; others become dimension parameters.
  ir::Bindings bindings{};
};

/// The graph as an ONNX model, in the bytes of its file. An epilogue becomes nodes of its own;
/// constants that nothing reads are left out. Throws Error kUnsupported, naming the layer, for what
/// ONNX cannot express.
std::string to_onnx(const ir::Graph& graph, const Settings& settings = {});

}  // namespace ingot::onnx
