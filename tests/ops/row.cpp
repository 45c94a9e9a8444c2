#include "row.h"

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "ir/text_elements.h"
#include "ir/text_ops.h"

namespace ingot::tests {
namespace {

constexpr size_t kMaxBytes = size_t{1} << 30U;

RowInput read_input(ir::TextReader& reader, size_t& budget) {
  const std::string_view name = reader.word();
  if (name.empty()) reader.fail("an input's name, '->', '=' or '!'");
  reader.expect("=");
  RowInput input{.name = std::string(name), .type = ir::read_type(reader)};
  while (reader.take(":")) {
    if (reader.take_word("const")) {
      input.is_constant = true;
    } else {
      input.elements = ir::read_elements(reader, input.type, budget);
    }
  }
  return input;
}

Row read(ir::TextReader& reader) {
  size_t budget = kMaxBytes;
  Row row{.place = {}, .text = {}, .op = ir::read_op(reader)};
  while (!reader.at_end() && !reader.next_is('-') && !reader.next_is('=') && !reader.next_is('!')) {
    row.inputs.push_back(read_input(reader, budget));
  }
  if (reader.take("->")) row.expected_type = ir::read_type(reader);
  if (reader.take("=")) {
    const ir::TensorType type = row.op.infer(input_infos(row)).at(0);
    row.expected = ir::read_elements(reader, type, budget);
  }
  if (reader.take("!")) row.refusal = reader.quoted("part of an error, in double quotes");
  if (!reader.at_end()) reader.fail("the end of the row");
  return row;
}

}  // namespace

Row read_row(std::string place, std::string_view text) {
  return with_context([&] { return place; },
                      [&] {
                        ir::TextReader reader(text);
                        Row row = read(reader);
                        row.place = place;
                        row.text = text;
                        return row;
                      });
}

std::vector<Row> read_rows(const std::string& path) {
  std::ifstream file(path);
  require(file.is_open(), ErrorCode::kIo, [&] { return str(path, ": cannot be read"); });
  const std::string name = std::filesystem::path(path).filename();
  std::vector<Row> rows;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const size_t first = line.find_first_not_of(" \t");
    if (first == std::string::npos || line[first] == '#') continue;
    rows.push_back(read_row(str(name, ":", number), line));
  }
  return rows;
}

std::vector<ir::InputInfo> input_infos(const Row& row) {
  std::vector<ir::InputInfo> infos;
  for (const RowInput& input : row.inputs) {
    const bool is_known = input.is_constant && input.elements;
    infos.push_back({input.type, is_known ? &*input.elements : nullptr});
  }
  return infos;
}

Row with_type(const Row& row, ir::DataType type) {
  Row other = row;
  other.expected_type.reset();
  other.expected.reset();
  for (RowInput& input : other.inputs) {
    if (input.type.data_type != ir::DataType::kFloat32) continue;
    input.type.data_type = type;
    if (input.elements) input.elements = ir::convert(*input.elements, type);
  }
  return other;
}

}  // namespace ingot::tests
