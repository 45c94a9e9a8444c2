// onnx_cases write FOLDER FILE.cases...    each row as ONNX models, one folder each
// onnx_cases compare FOLDER FILE.cases...  what is wrong with their outputs, FOLDER/MODEL/result
//
// Prints a line a model: its name, a tab, and "written", or the reason why it was not; when
// comparing, "agrees" or the difference.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>

#include "base/file.h"
#include "base/text.h"
#include "case_model.h"
#include "ops/elementwise.h"
#include "ops/reduce.h"
#include "tests/ops/compare.h"

namespace ingot::tests {
namespace {

/// One model of a row.
struct Trial {
  const Row& row;
  const Case& test;
  Extents extents;
  std::string name;
};

bool has_drawn_inputs(const Row& row) {
  return std::ranges::any_of(row.inputs, [](const RowInput& input) { return !input.elements; });
}

/// Programs end with integer divisions by zero.
bool divides_by_zero(const Case& test) {
  const auto* op = test.op.as<ops::Elementwise>();
  const bool divides =
      op != nullptr && (op->operation == ops::ElementwiseOperation::kQuotient ||
                        op->operation == ops::ElementwiseOperation::kFloorDivision);
  if (!divides || ir::is_floating(test.output.data_type)) return false;
  const ir::ConstTensorView divisor(test.inputs[1]);
  for (int64_t i = 0; i < divisor.size(); ++i) {
    if (load(divisor, i) == 0) return true;
  }
  return false;
}

bool averages_nothing(const Case& test) {
  const auto* op = test.op.as<ops::Reduce>();
  return op != nullptr && op->operation == ops::ReduceOperation::kAverage &&
         test.inputs[0].bytes.size() == 0;
}

/// ONNX says nothing of the result.
bool is_undefined(const Case& test) { return divides_by_zero(test) || averages_nothing(test); }

void for_each_trial(const Row& row, const std::function<void(const Trial&)>& body) {
  for (const Data data : {Data::kIntegers, Data::kRandom}) {
    if (data == Data::kRandom && !has_drawn_inputs(row)) continue;
    const Case test = make_case(row, data);
    if (is_undefined(test)) continue;
    for (const Extents extents : {Extents::kKnown, Extents::kBatchUnknown, Extents::kUnknown}) {
      body({row, test, extents, str(row.place, ":", name_of(data), ":", name_of(extents))});
    }
  }
}

/// Empty where infer needs to know the extents.
std::optional<ir::Graph> graph_of(const Trial& trial) {
  try {
    return graph_of(trial.row, trial.test, trial.extents);
  } catch (const Error&) {
    if (trial.extents == Extents::kKnown) throw;
    return std::nullopt;
  }
}

void write(const std::string& folder, const Trial& trial) {
  const auto graph = graph_of(trial);
  if (!graph) return;
  std::cout << trial.name << '\t';
  try {
    write_model(folder + "/" + trial.name, trial.row, trial.test, *graph);
    std::cout << "written\n";
  } catch (const Error& error) {
    std::cout << error.what() << '\n';
  }
}

void compare(const std::string& folder, const Trial& trial) {
  const std::string path = str(folder, "/", trial.name, "/result");
  if (!std::filesystem::exists(path)) return;
  const ir::Tensor actual{trial.test.output, map_file(path)};
  std::cout << trial.name << '\t';
  if (actual.bytes.size() != byte_size(actual.type)) {
    std::cout << "expected " << actual.type << ", got " << actual.bytes.size() << " bytes\n";
    return;
  }
  const std::string wrong = difference(trial.test, reference(trial.test), actual);
  std::cout << (wrong.empty() ? "agrees" : wrong) << '\n';
}

int run(const std::vector<std::string>& words) {
  const bool writes = words.size() > 2 && words[0] == "write";
  if (!writes && (words.size() < 3 || words[0] != "compare")) {
    std::cerr << "usage: onnx_cases write|compare FOLDER FILE.cases...\n";
    return 2;
  }
  for (size_t i = 2; i < words.size(); ++i) {
    for (const Row& row : read_rows(words[i])) {
      if (!row.refusal.empty()) continue;
      for_each_trial(row, [&](const Trial& trial) {
        writes ? write(words[1], trial) : compare(words[1], trial);
      });
    }
  }
  return 0;
}

}  // namespace
}  // namespace ingot::tests

int main(int count, char** words) {
  try {
    return ingot::tests::run({words + 1, words + count});
  } catch (const ingot::Error& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
