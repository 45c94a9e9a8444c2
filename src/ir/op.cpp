#include "ir/op.h"

#include <algorithm>
#include <cstring>
#include <map>

namespace ingot::ir {
namespace {

std::map<std::string_view, OpDef>& registry() {
  static std::map<std::string_view, OpDef> ops;
  return ops;
}

}  // namespace

void register_op(OpDef def) {
  const std::string_view name = def.name;
  const bool is_new = registry().emplace(name, std::move(def)).second;
  require(is_new, ErrorCode::kInternal,
          [&] { return str("two operators are named '", name, "'"); });
}

const OpDef* find_op(std::string_view name) {
  const auto found = registry().find(name);
  return found == registry().end() ? nullptr : &found->second;
}

const OpDef& get_op(std::string_view name) {
  const OpDef* def = find_op(name);
  require(def != nullptr, ErrorCode::kUnsupported,
          [&] { return str("there is no operator '", name, "'"); });
  return *def;
}

std::vector<const OpDef*> all_ops() {
  std::vector<const OpDef*> ops;
  for (const auto& [name, def] : registry()) ops.push_back(&def);
  return ops;
}

Op::Op(const OpDef& def, std::span<const std::pair<std::string, FieldValue>> fields) : def_(&def) {
  const auto attributes = def.make_default();
  for (const auto& entry : fields) {
    // Clang 14 lets no lambda capture the names of a structured binding.
    const std::string& name = entry.first;
    const auto field = std::find_if(def.fields.begin(), def.fields.end(),
                                    [&](const Field& known) { return known.name == name; });
    require(field != def.fields.end(), ErrorCode::kInvalidArgument,
            [&] { return str(def.name, " has no attribute '", name, "'"); });
    with_context([&] { return std::string(def.name); },
                 [&] { field->set(attributes.get(), entry.second); });
  }
  attributes_ = attributes;
}

Op identity_op() {
  for (const auto& [name, def] : registry()) {
    if (def.traits.identity) return Op(def, {});
  }
  throw Error(ErrorCode::kInternal, "no operator is the identity");
}

Op Op::then(Tail tail) const {
  require(tail.result < tail.num_inputs && tail.num_inputs <= kMaxTailInputs,
          ErrorCode::kInvalidArgument, [&] {
            return str("tail ", tail.op.name(), " reads the result as input ", tail.result, " of ",
                       tail.num_inputs, ", expected one of at most ", kMaxTailInputs);
          });
  require(tail.op.epilogue_.empty(), ErrorCode::kInvalidArgument,
          [&] { return str("tail ", tail.op.name(), " has tails itself"); });
  Op op = *this;
  op.epilogue_.push_back(std::move(tail));
  return op;
}

Op Op::without_epilogue() const {
  Op op = *this;
  op.epilogue_.clear();
  return op;
}

size_t Op::num_tail_inputs() const {
  size_t count = 0;
  for (const Tail& tail : epilogue_) count += tail.num_inputs - 1;
  return count;
}

Accuracy Op::accuracy() const {
  Accuracy accuracy = def_->accuracy;
  for (const Tail& tail : epilogue_) accuracy = std::max(accuracy, tail.op.accuracy());
  return accuracy;
}

size_t Op::num_own_inputs(size_t num_inputs) const {
  const size_t tails = num_tail_inputs();
  require(num_inputs >= tails, ErrorCode::kInvalidArgument,
          [&] { return str("its epilogue reads ", tails, " inputs, it has ", num_inputs); });
  return num_inputs - tails;
}

namespace {

/// The inputs of a tail: `result` at its place among the next of `further`, which advances.
template <class Item>
std::vector<Item> tail_inputs(const Tail& tail, const Item& result, const Item*& further) {
  std::vector<Item> inputs;
  for (size_t i = 0; i < tail.num_inputs; ++i) {
    inputs.push_back(i == tail.result ? result : *further++);
  }
  return inputs;
}

/// Whether some numbers for the symbols make them equal, as far as one extent by itself can tell.
bool may_be_equal(const std::vector<TensorType>& a, const std::vector<TensorType>& b) {
  const auto dims = [](const Dim& x, const Dim& y) {
    return x == y || !x.is_known() || !y.is_known();
  };
  const auto types = [&](const TensorType& x, const TensorType& y) {
    return x.data_type == y.data_type && std::ranges::equal(x.shape, y.shape, dims);
  };
  return std::ranges::equal(a, b, types);
}

}  // namespace

std::vector<TensorType> Op::infer(Inputs inputs) const {
  return with_context(
      [&] { return std::string(name()); },
      [&] {
        const size_t own = num_own_inputs(inputs.size());
        auto types = def_->infer(attributes_.get(), inputs.first(own));
        const InputInfo* further = inputs.data() + own;
        for (const Tail& tail : epilogue_) {
          const auto operands = tail_inputs(tail, InputInfo{types.at(0), nullptr}, further);
          const auto result = tail.op.infer(operands);
          require(may_be_equal(result, types), ErrorCode::kInvalidArgument, [&] {
            return str("tail ", to_string(tail.op), " makes ", join(result), " of ", join(types),
                       ", expected the same type");
          });
        }
        return types;
      });
}

void Op::reference(ConstTensors inputs, Tensors outputs) const {
  const size_t own = num_own_inputs(inputs.size());
  def_->reference(attributes_.get(), inputs.first(own), outputs);
  const ConstTensorView* further = inputs.data() + own;
  for (const Tail& tail : epilogue_) {
    const TensorView& output = outputs[0];
    const auto size = static_cast<size_t>(output.size()) * size_of(output.data_type);
    const AlignedBytes result = allocate_aligned(size);
    std::memcpy(result.get(), output.data, size);
    const auto operands =
        tail_inputs(tail, ConstTensorView(output.data_type, output.shape, result.get()), further);
    tail.op.reference(operands, outputs);
  }
}

bool operator==(const Op& a, const Op& b) {
  return a.def_ == b.def_ && a.epilogue_ == b.epilogue_ &&
         (a.attributes_ == b.attributes_ ||
          std::all_of(a.def_->fields.begin(), a.def_->fields.end(),
                      [&](const Field& field) { return same_value(a.get(field), b.get(field)); }));
}

std::string to_string(const Op& op) {
  const auto defaults = op.def().make_default();
  std::string fields;
  for (const Field& field : op.def().fields) {
    const FieldValue value = op.get(field);
    if (same_value(value, field.get(defaults.get()))) continue;
    fields += str(fields.empty() ? "" : ", ", field.name, " = ", to_string(value));
  }
  std::string text = std::string(op.name()) + (fields.empty() ? "" : " {" + fields + "}");
  for (const Tail& tail : op.epilogue()) {
    std::vector<std::string_view> operands(tail.num_inputs, "*");
    operands.at(tail.result) = "_";
    text += str(" | ", to_string(tail.op), " (", join(operands), ")");
  }
  return text;
}

}  // namespace ingot::ir
