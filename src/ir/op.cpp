#include "ir/op.h"

#include <algorithm>
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

std::vector<TensorType> Op::infer(Inputs inputs) const {
  return with_context([&] { return std::string(name()); },
                      [&] { return def_->infer(attributes_.get(), inputs); });
}

bool operator==(const Op& a, const Op& b) {
  return a.def_ == b.def_ &&
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
  return std::string(op.name()) + (fields.empty() ? "" : " {" + fields + "}");
}

}  // namespace ingot::ir
