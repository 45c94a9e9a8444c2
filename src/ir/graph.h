#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ir/op.h"

namespace ingot::ir {

using NodeId = uint32_t;

/// Output `index` of node `node`.
struct Value {
  NodeId node = 0;
  uint32_t index = 0;

  friend auto operator<=>(const Value&, const Value&) = default;
};

/// A graph input, a constant, or an operator applied to values. Nodes are read here and changed
/// through their Graph.
class Node {
 public:
  enum class Kind { kInput, kConstant, kOp };

  NodeId id() const { return id_; }
  Kind kind() const { return kind_; }
  bool is_input() const { return kind_ == Kind::kInput; }
  bool is_constant() const { return kind_ == Kind::kConstant; }
  /// The user's name: the layer's, or the input's. May be empty.
  const std::string& name() const { return name_; }
  std::span<const Value> inputs() const { return inputs_; }
  std::span<const TensorType> outputs() const { return outputs_; }

  const Op& op() const { return *op_; }                  ///< of kind kOp only
  const Tensor& constant() const { return *constant_; }  ///< of kind kConstant only

  /// The attributes when this node applies operator `T`; null otherwise.
  template <class T>
  const T* as() const {
    return op_ ? op_->as<T>() : nullptr;
  }
  /// The same, null also where the operator has tails: for rewrites that would lose them.
  template <class T>
  const T* as_alone() const {
    return op_ && op_->epilogue().empty() ? op_->as<T>() : nullptr;
  }

 private:
  friend class Graph;

  NodeId id_ = 0;
  Kind kind_ = Kind::kInput;
  std::string name_;
  std::vector<Value> inputs_;
  std::vector<TensorType> outputs_;
  std::optional<Op> op_;
  std::optional<Tensor> constant_;
};

struct GraphOutput {
  std::string name;
  Value value;
};

/// A network: nodes by stable id, joined by values. Types are inferred on every edit, so a graph
/// always has the types of its operators. The batch, where there is one, is the leading extent.
class Graph {
 public:
  Value add_input(std::string name, TensorType type);
  Value add_constant(Tensor tensor, std::string name = {});
  /// Infers the outputs' types; an Error names the node. Inputs must be values of this graph.
  NodeId add(Op op, std::vector<Value> inputs, std::string name = {});
  /// As add, for an operator with one output.
  Value apply(Op op, std::vector<Value> inputs, std::string name = {});
  void add_output(std::string name, Value value);

  const Node& node(NodeId id) const;
  bool contains(NodeId id) const;
  const TensorType& type(Value value) const;
  /// The constant that makes this value; null when it is computed.
  const Tensor* constant(Value value) const;

  /// Inputs in the order in which they were added.
  std::span<const NodeId> inputs() const { return inputs_; }
  std::span<const GraphOutput> outputs() const { return outputs_; }
  size_t size() const { return nodes_.size(); }

  /// Every node after the nodes that it reads: inputs, then depth first from each output, then what
  /// no output depends on. Holds the ids as they are now, so nodes may be added and erased while
  /// going through it.
  std::vector<NodeId> topological_order() const;
  /// Nodes that read the value, by id; graph outputs are not counted.
  std::vector<NodeId> users(Value value) const;
  bool is_output(Value value) const;
  /// Whether nothing but `user` reads the value.
  bool is_only_used_by(Value value, NodeId user) const;

  /// Every reader of `from`, graph outputs included, reads `to` instead; the node that makes `to`
  /// may go on reading `from`. Types of nodes below are inferred again.
  void replace_uses(Value from, Value to);
  void set_input(NodeId id, size_t index, Value value);
  /// Output number `index` becomes `value`, under the same name.
  void set_output(size_t index, Value value) { outputs_.at(index).value = value; }
  void rename(NodeId id, std::string name);
  /// Removes a node that nothing reads; not an input.
  void erase(NodeId id);
  /// Removes what no output depends on, except inputs; returns how many nodes went.
  size_t erase_dead();

 private:
  Node& mutable_node(NodeId id);
  Node& insert(Node node);
  std::vector<TensorType> infer(const Op& op, std::span<const Value> inputs) const;
  /// Infers the types of these nodes again, and of all that read a type that changes.
  void infer_below(std::set<NodeId> pending);

  std::map<NodeId, Node> nodes_;
  std::vector<NodeId> inputs_;
  std::vector<GraphOutput> outputs_;
  NodeId next_id_ = 0;
};

/// Throws Error kInternal naming the first node that breaks a rule: values exist, no cycles, types
/// are those that infer gives and have no negative extent, inputs and outputs have different names
/// each, constants have their type's bytes.
void verify(const Graph& graph);

/// How an error, a log line or a profile names a node: its name, else "operator #id".
std::string display_name(const Node& node);

}  // namespace ingot::ir
