#include "ir/graph.h"

#include <algorithm>

namespace ingot::ir {

std::string display_name(const Node& node) {
  if (!node.name().empty()) return node.name();
  switch (node.kind()) {
    case Node::Kind::kInput: return str("input #", node.id());
    case Node::Kind::kConstant: return str("constant #", node.id());
    case Node::Kind::kOp: break;
  }
  return str(node.op().name(), " #", node.id());
}

Node& Graph::insert(Node node) {
  node.id_ = next_id_++;
  return nodes_.emplace(node.id_, std::move(node)).first->second;
}

Value Graph::add_input(std::string name, TensorType type) {
  Node node;
  node.name_ = std::move(name);
  node.outputs_ = {std::move(type)};
  inputs_.push_back(insert(std::move(node)).id());
  return {inputs_.back(), 0};
}

Value Graph::add_constant(Tensor tensor, std::string name) {
  Node node;
  node.kind_ = Node::Kind::kConstant;
  node.name_ = std::move(name);
  node.outputs_ = {tensor.type};
  node.constant_ = std::move(tensor);
  return {insert(std::move(node)).id(), 0};
}

NodeId Graph::add(Op op, std::vector<Value> inputs, std::string name) {
  Node node;
  node.kind_ = Node::Kind::kOp;
  node.name_ = std::move(name);
  node.inputs_ = std::move(inputs);
  node.outputs_ = with_context(
      [&] { return "layer " + (node.name_.empty() ? std::string(op.name()) : node.name_); },
      [&] { return infer(op, node.inputs_); });
  node.op_ = std::move(op);
  return insert(std::move(node)).id();
}

Value Graph::apply(Op op, std::vector<Value> inputs, std::string name) {
  return {add(std::move(op), std::move(inputs), std::move(name)), 0};
}

void Graph::add_output(std::string name, Value value) {
  outputs_.push_back({std::move(name), value});
}

const Node& Graph::node(NodeId id) const {
  const auto found = nodes_.find(id);
  require(found != nodes_.end(), ErrorCode::kInternal,
          [&] { return str("the graph has no node #", id); });
  return found->second;
}

Node& Graph::mutable_node(NodeId id) { return const_cast<Node&>(node(id)); }

bool Graph::contains(NodeId id) const { return nodes_.contains(id); }

const TensorType& Graph::type(Value value) const {
  const Node& source = node(value.node);
  require(value.index < source.outputs().size(), ErrorCode::kInternal, [&] {
    return str(display_name(source), " has ", source.outputs().size(), " outputs, none at ",
               value.index);
  });
  return source.outputs()[value.index];
}

const Tensor* Graph::constant(Value value) const {
  const Node& source = node(value.node);
  return source.is_constant() ? &source.constant() : nullptr;
}

std::vector<TensorType> Graph::infer(const Op& op, std::span<const Value> inputs) const {
  std::vector<InputInfo> infos;
  infos.reserve(inputs.size());
  for (const Value value : inputs) infos.push_back({type(value), constant(value)});
  return op.infer(infos);
}

std::vector<NodeId> Graph::topological_order() const {
  std::vector<NodeId> order;
  order.reserve(nodes_.size());
  std::map<NodeId, bool> done;  // false while the node is on the stack
  std::vector<std::pair<NodeId, size_t>> stack;
  const auto visit_from = [&](NodeId root) {
    if (done.contains(root)) return;
    done[root] = false;
    stack.emplace_back(root, 0);
    while (!stack.empty()) {
      auto& [id, next] = stack.back();
      const auto inputs = node(id).inputs();
      if (next == inputs.size()) {
        done[id] = true;
        order.push_back(id);
        stack.pop_back();
        continue;
      }
      const NodeId source = inputs[next++].node;
      const auto [entry, is_new] = done.emplace(source, false);
      require(is_new || entry->second, ErrorCode::kInternal, [&] {
        return str("layer ", display_name(node(source)), " depends on its own output");
      });
      if (is_new) stack.emplace_back(source, 0);
    }
  };
  for (const NodeId id : inputs_) visit_from(id);
  for (const GraphOutput& output : outputs_) visit_from(output.value.node);
  for (const auto& [id, unused] : nodes_) visit_from(id);
  return order;
}

std::vector<NodeId> Graph::users(Value value) const {
  std::vector<NodeId> users;
  for (const auto& [id, node] : nodes_) {
    if (std::count(node.inputs_.begin(), node.inputs_.end(), value) > 0) users.push_back(id);
  }
  return users;
}

bool Graph::is_output(Value value) const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [&](const GraphOutput& output) { return output.value == value; });
}

bool Graph::is_only_used_by(Value value, NodeId user) const {
  return !is_output(value) && users(value) == std::vector<NodeId>{user};
}

void Graph::infer_below(std::set<NodeId> pending) {
  std::set<Value> changed;
  for (const NodeId id : topological_order()) {
    Node& node = mutable_node(id);
    const bool reads_changed =
        std::ranges::any_of(node.inputs_, [&](Value value) { return changed.contains(value); });
    if (!node.op_ || (!reads_changed && !pending.contains(id))) continue;
    auto types = with_context([&] { return "layer " + display_name(node); },
                              [&] { return infer(*node.op_, node.inputs_); });
    for (uint32_t i = 0; i < types.size(); ++i) {
      if (i >= node.outputs_.size() || types[i] != node.outputs_[i]) changed.insert({id, i});
    }
    node.outputs_ = std::move(types);
  }
}

void Graph::replace_uses(Value from, Value to) {
  const bool same = type(from) == type(to) && constant(from) == nullptr && constant(to) == nullptr;
  std::set<NodeId> readers;
  for (const NodeId user : users(from)) {
    if (user == to.node) continue;
    std::ranges::replace(mutable_node(user).inputs_, from, to);
    readers.insert(user);
  }
  if (!same) infer_below(std::move(readers));
  for (GraphOutput& output : outputs_) {
    if (output.value == from) output.value = to;
  }
}

void Graph::set_input(NodeId id, size_t index, Value value) {
  Node& reader = mutable_node(id);
  require(index < reader.inputs_.size(), ErrorCode::kInternal, [&] {
    return str(display_name(reader), " has ", reader.inputs_.size(), " inputs, none at ", index);
  });
  static_cast<void>(type(value));  // refuses values of other graphs
  reader.inputs_[index] = value;
  infer_below({id});
}

void Graph::rename(NodeId id, std::string name) { mutable_node(id).name_ = std::move(name); }

void Graph::erase(NodeId id) {
  const Node& doomed = node(id);
  require(!doomed.is_input(), ErrorCode::kInternal,
          [&] { return str("cannot erase ", display_name(doomed), ": it is an input"); });
  for (uint32_t i = 0; i < doomed.outputs().size(); ++i) {
    require(users({id, i}).empty() && !is_output({id, i}), ErrorCode::kInternal,
            [&] { return str("cannot erase ", display_name(doomed), ": it is still read"); });
  }
  nodes_.erase(id);
}

size_t Graph::erase_dead() {
  std::set<NodeId> live(inputs_.begin(), inputs_.end());
  std::vector<NodeId> pending;
  for (const GraphOutput& output : outputs_) pending.push_back(output.value.node);
  while (!pending.empty()) {
    const NodeId id = pending.back();
    pending.pop_back();
    if (!live.insert(id).second) continue;
    for (const Value value : node(id).inputs()) pending.push_back(value.node);
  }
  return std::erase_if(nodes_, [&](const auto& entry) { return !live.contains(entry.first); });
}

void verify(const Graph& graph) {
  const auto check = [](bool holds, const auto& message) {
    require(holds, ErrorCode::kInternal, message);
  };
  const auto check_value = [&](Value value, const std::string& reader) {
    check(graph.contains(value.node) && value.index < graph.node(value.node).outputs().size(), [&] {
      return str(reader, " reads value #", value.node, ".", value.index, ", which does not exist");
    });
  };
  std::set<std::string> names;
  for (const NodeId id : graph.inputs()) {
    check(names.insert(graph.node(id).name()).second,
          [&] { return str("two inputs are named '", graph.node(id).name(), "'"); });
  }
  names.clear();
  for (const GraphOutput& output : graph.outputs()) {
    check_value(output.value, "output '" + output.name + "'");
    check(names.insert(output.name).second,
          [&] { return str("two outputs are named '", output.name, "'"); });
  }
  for (const NodeId id : graph.topological_order()) {
    const Node& node = graph.node(id);
    for (const TensorType& type : node.outputs()) {
      check(std::ranges::all_of(type.shape,
                                [](const Dim& dim) { return !dim.is_known() || dim.value() >= 0; }),
            [&] { return str(display_name(node), " has a negative extent in ", type); });
    }
    if (node.is_constant()) {
      check(node.constant().bytes.size() == byte_size(node.constant().type), [&] {
        return str(display_name(node), " holds ", node.constant().bytes.size(), " bytes, its type ",
                   node.constant().type, " needs ", byte_size(node.constant().type));
      });
    }
    if (node.kind() != Node::Kind::kOp) continue;
    std::vector<InputInfo> infos;
    for (const Value value : node.inputs()) {
      check_value(value, "layer " + display_name(node));
      infos.push_back({graph.type(value), graph.constant(value)});
    }
    const auto types = node.op().infer(infos);
    check(std::equal(types.begin(), types.end(), node.outputs().begin(), node.outputs().end()),
          [&] {
            return str("layer ", display_name(node), " is of type ", join(node.outputs()),
                       ", its operator gives ", join(types));
          });
  }
}

}  // namespace ingot::ir
