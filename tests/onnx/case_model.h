#pragma once

#include <string>

#include "ir/graph.h"
#include "tests/ops/launch.h"

namespace ingot::tests {

/// Which extents of a row's inputs the exported model knows.
enum class Extents {
  kKnown,
  kBatchUnknown,  ///< the leading one is a symbol
  kUnknown,       ///< none is known, those of constants excepted
};

std::string_view name_of(Extents extents);

/// The case as a graph of one operator with the output "result". Throws Error where infer needs
/// extents that are not known.
ir::Graph graph_of(const Row& row, const Case& test, Extents extents);

/// Writes what a run of the model needs into the folder: model.onnx, case.json, and the elements of
/// input NAME as NAME.in. Throws Error where ONNX cannot express the graph.
void write_model(const std::string& folder, const Row& row, const Case& test,
                 const ir::Graph& graph);

}  // namespace ingot::tests
