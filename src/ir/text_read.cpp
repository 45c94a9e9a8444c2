#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "ir/text.h"
#include "ir/text_elements.h"
#include "ir/text_ops.h"

namespace ingot::ir {
namespace {

constexpr size_t kMaxIdLength = 64;

/// Recursive descent over the grammar of README.md.
class GraphReader {
 public:
  GraphReader(std::string_view text, const ReadOptions& options)
      : reader_(text), options_(options), budget_(options.max_constant_bytes) {}

  Graph read() {
    reader_.expect_word("graph");
    reader_.expect("{");
    while (!reader_.take("}")) read_statement();
    if (!reader_.at_end()) reader_.fail("the end of the text");
    verify(graph_);
    return std::move(graph_);
  }

 private:
  void read_statement() {
    if (reader_.take_word("output")) return read_output();
    if (!reader_.take("%")) reader_.fail("'%', output or '}'");
    const std::string_view id = read_id();
    if (nodes_.contains(id)) reader_.fail_at(id, "an id that is not taken yet");
    reader_.expect("=");
    const NodeId node = read_definition();
    nodes_.emplace(id, node);
  }

  NodeId read_definition() {
    if (reader_.take_word("input")) return read_input();
    if (reader_.take_word("constant")) return read_constant();
    return read_application();
  }

  std::string_view read_id() {
    const std::string_view id = reader_.name("an id after '%'");
    if (id.size() > kMaxIdLength)
      reader_.fail_at(id, str("an id of ", kMaxIdLength, " characters"));
    return id;
  }

  std::string read_name(std::set<std::string>& taken) {
    const std::string_view place = reader_.here();
    std::string name = reader_.quoted("a name in double quotes");
    if (!taken.insert(name).second) reader_.fail_at(place, "a name that is not taken yet");
    return name;
  }

  std::string read_optional_name() {
    return reader_.next_is('"') ? reader_.quoted("a name in double quotes") : std::string();
  }

  void read_output() {
    std::string name = read_name(output_names_);
    reader_.expect("=");
    graph_.add_output(std::move(name), read_value());
  }

  NodeId read_input() {
    std::string name = read_name(input_names_);
    reader_.expect(":");
    return graph_.add_input(std::move(name), read_type(reader_)).node;
  }

  NodeId read_constant() {
    std::string name = read_optional_name();
    reader_.expect(":");
    const TensorType type = read_type(reader_);
    reader_.expect("=");
    const bool is_placed = options_.bytes_at && reader_.take_word("bytes");
    Tensor tensor = is_placed ? read_placed(reader_, type, options_.bytes_at)
                              : read_elements(reader_, type, budget_);
    return graph_.add_constant(std::move(tensor), std::move(name)).node;
  }

  NodeId read_application() {
    const std::string_view place = reader_.here();
    Op op = read_op(reader_);
    std::vector<Value> inputs = read_inputs();
    std::string name = read_optional_name();
    const NodeId id =
        with_context([&] { return reader_.position_of(place); },
                     [&] { return graph_.add(std::move(op), std::move(inputs), std::move(name)); });
    if (reader_.take(":")) check_types(graph_.node(id));
    return id;
  }

  std::vector<Value> read_inputs() {
    std::vector<Value> inputs;
    reader_.expect("(");
    while (!reader_.take(")")) {
      if (!inputs.empty()) reader_.expect(",");
      inputs.push_back(read_value());
    }
    return inputs;
  }

  Value read_value() {
    reader_.expect("%");
    const std::string_view id = read_id();
    const auto found = nodes_.find(id);
    if (found == nodes_.end()) reader_.fail_at(id, "the id of a line above");
    Value value{found->second, 0};
    if (!reader_.take(".")) return value;
    const size_t outputs = graph_.node(value.node).outputs().size();
    const std::string expected = str("an output's number below ", outputs);
    const std::string_view index = reader_.name(expected);
    const char* end = index.data() + index.size();
    const auto [stop, failure] = std::from_chars(index.data(), end, value.index);
    if (failure != std::errc() || stop != end || value.index >= outputs) {
      reader_.fail_at(index, expected);
    }
    return value;
  }

  void check_types(const Node& node) {
    bool first = true;
    for (const TensorType& inferred : node.outputs()) {
      if (!first) reader_.expect(",");
      first = false;
      const std::string_view place = reader_.here();
      if (read_type(reader_) != inferred) {
        reader_.fail_at(place, str("the type that ", node.op().name(), " gives, ", inferred));
      }
    }
  }

  TextReader reader_;
  const ReadOptions& options_;
  size_t budget_;
  Graph graph_;
  std::map<std::string_view, NodeId> nodes_;
  std::set<std::string> input_names_;
  std::set<std::string> output_names_;
};

}  // namespace

Graph from_text(std::string_view text, const ReadOptions& options) {
  return GraphReader(text, options).read();
}

}  // namespace ingot::ir
