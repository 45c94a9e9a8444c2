#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::tests {

struct RowInput {
  std::string name;
  ir::TensorType type;
  bool is_constant = false;
  std::optional<ir::Tensor> elements{};  ///< drawn by the driver when there are none
};

/// One line of a case file; README.md of this folder has the grammar.
struct Row {
  std::string place;  ///< "lenet.cases:3"
  std::string text;
  ir::Op op;
  std::vector<RowInput> inputs{};
  std::optional<ir::TensorType> expected_type{};
  std::optional<ir::Tensor> expected{};
  std::string refusal{};  ///< part of the error that infer gives; empty when it accepts
};

/// Throws Error kInvalidArgument with place and column.
Row read_row(std::string place, std::string_view text);
std::vector<Row> read_rows(const std::string& path);

/// What infer sees of the row's inputs.
std::vector<ir::InputInfo> input_infos(const Row& row);

/// The row with its f32 inputs in another type, without what it expects of the output.
Row with_type(const Row& row, ir::DataType type);

}  // namespace ingot::tests
