#include <algorithm>
#include <cstring>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "plan/container.h"
#include "plan/plan_generated.h"
#include "plan/serialize.h"

namespace ingot::plan {
namespace {

constexpr size_t kMaxRank = 16;

[[noreturn]] void corrupt(std::string message) {
  throw Error(ErrorCode::kCorrupt, std::move(message));
}

template <class Target, class Vector, class Function>
std::vector<Target> list(const Vector* vector, const Function& read_item) {
  std::vector<Target> items;
  if (vector == nullptr) return items;
  items.reserve(vector->size());
  for (const auto* item : *vector) items.push_back(read_item(*item));
  return items;
}

/// Elements are copied as bytes: the verifier does not see to the alignment of vectors.
template <class T>
std::vector<T> copy(const flatbuffers::Vector<T>* values) {
  std::vector<T> items(values->size());
  if (!items.empty()) std::memcpy(items.data(), values->Data(), items.size() * sizeof(T));
  return items;
}

template <class To, class From>
To read_enum(From value, From last, std::string_view what) {
  if (value > last) corrupt(str("unknown ", what, " ", static_cast<int>(value)));
  return static_cast<To>(value);
}

std::string read_optional(const flatbuffers::String* text) {
  return text == nullptr ? std::string() : text->str();
}

ir::FieldValue read(const schema::Field& field) {
  switch (field.value_type()) {
    case schema::FieldValue::Bool: return field.value_as_Bool()->value();
    case schema::FieldValue::Int: return static_cast<int64_t>(field.value_as_Int()->value());
    case schema::FieldValue::Float: return field.value_as_Float()->value();
    case schema::FieldValue::Text: return field.value_as_Text()->value()->str();
    case schema::FieldValue::Ints: return copy(field.value_as_Ints()->values());
    case schema::FieldValue::Floats: return copy(field.value_as_Floats()->values());
    case schema::FieldValue::NONE: break;
  }
  corrupt(str("attribute '", field.name()->c_str(), "' has no value"));
}

ir::Op read_plain(const schema::Op& op) {
  const ir::OpDef& def = ir::get_op(op.name()->string_view());
  require(def.version == op.version(), ErrorCode::kUnsupported, [&] {
    return str("operator ", def.name, " is of version ", op.version(), " in the plan and of ",
               def.version, " here; build the plan again");
  });
  std::vector<std::pair<std::string, ir::FieldValue>> fields;
  for (const auto* field : *op.fields()) fields.emplace_back(field->name()->str(), read(*field));
  return ir::Op(def, fields);
}

ir::Op read(const schema::Op& schema_op) {
  ir::Op op = read_plain(schema_op);
  for (const auto* tail : *schema_op.epilogue()) {
    op = op.then({read(*tail->op()), tail->result(), tail->num_inputs()});
  }
  return op;
}

ir::Shape read_shape(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>& dims) {
  if (dims.size() > kMaxRank) corrupt(str("a shape of rank ", dims.size()));
  ir::Shape shape;
  for (const auto* dim : dims) shape.push_back(ir::Dim::parse(dim->string_view()));
  return shape;
}

ir::Format read_format(schema::Format format) {
  return read_enum<ir::Format>(format, schema::Format::MAX, "format");
}

Tensor read(const schema::Tensor& tensor) {
  return {
      .name = tensor.name()->str(),
      .type = {read_enum<ir::DataType>(tensor.data_type(), schema::DataType::MAX, "element type"),
               read_shape(*tensor.shape()), read_format(tensor.format())},
      .storage = read_enum<Storage>(tensor.storage(), schema::Storage::MAX, "storage"),
      .offset = tensor.offset(),
      .size = tensor.size(),
      .pitch = tensor.pitch()};
}

Candidate read(const schema::Candidate& candidate) {
  return {candidate.tactic()->str(), copy(candidate.configuration())};
}

/// Structures are copied as bytes, for the same reason as the elements of other vectors.
std::vector<Trial> read_trials(const flatbuffers::Vector<const schema::Trial*>* trials) {
  std::vector<Trial> items;
  if (trials == nullptr) return items;
  items.reserve(trials->size());
  for (flatbuffers::uoffset_t i = 0; i < trials->size(); ++i) {
    schema::Trial trial;
    std::memcpy(&trial, trials->Data() + size_t{i} * sizeof(trial), sizeof(trial));
    items.push_back({trial.candidate(), trial.refusal(), trial.seconds(),
                     read_format(trial.input_format()), read_format(trial.output_format())});
  }
  return items;
}

Step read(const schema::Step& step) {
  return with_context([&] { return "layer " + step.name()->str(); },
                      [&] {
                        return Step{.name = step.name()->str(),
                                    .op = read(*step.op()),
                                    .tactic = step.tactic()->str(),
                                    .configuration = copy(step.configuration()),
                                    .inputs = copy(step.inputs()),
                                    .outputs = copy(step.outputs()),
                                    .workspace_offset = step.workspace_offset(),
                                    .workspace_size = step.workspace_size(),
                                    .is_with_previous = step.is_with_previous(),
                                    .trials = read_trials(step.trials()),
                                    .metadata = read_optional(step.metadata())};
                      });
}

Profile read(const schema::Profile& profile) {
  return {list<SymbolRange>(profile.ranges(), [](const schema::SymbolRange& range) {
    return SymbolRange{range.symbol()->str(), range.min(), range.opt(), range.max()};
  })};
}

Binding read(const schema::Binding& binding) {
  return {binding.name()->str(), binding.tensor(), binding.is_input()};
}

std::optional<ir::DataType> read(schema::Precision precision) {
  switch (precision) {
    case schema::Precision::any: return std::nullopt;
    case schema::Precision::f32: return ir::DataType::kFloat32;
    case schema::Precision::f16: return ir::DataType::kFloat16;
    case schema::Precision::bf16: return ir::DataType::kBFloat16;
  }
  corrupt(str("unknown precision ", static_cast<int>(precision)));
}

Wishes wishes_of(const schema::Plan& root) {
  Wishes wishes;
  if (root.wishes() == nullptr) return wishes;
  for (const auto* wish : *root.wishes()) {
    const std::string layer = wish->layer()->str();
    const bool is_new =
        wishes.emplace(layer, Wish{read(wish->input()), read(wish->output())}).second;
    if (!is_new) corrupt(str("layer '", layer, "' has two wishes"));
  }
  return wishes;
}

LibraryNames refused_libraries_of(const schema::Plan& root) {
  const auto names =
      list<std::string>(root.refused_libraries(), [](const auto& name) { return name.str(); });
  return {names.begin(), names.end()};
}

const schema::Plan& verified_metadata(std::span<const std::byte> metadata) {
  constexpr int kMaxDepth = 16;
  constexpr int kMaxTables = 10'000'000;
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t*>(metadata.data()), metadata.size(),
                                 kMaxDepth, kMaxTables);
  if (!schema::VerifyPlanBuffer(verifier)) corrupt("the plan's metadata is malformed");
  return *schema::GetPlan(metadata.data());
}

Network network_of(const schema::Plan& root, const ContainerReader& container) {
  if (!container.has(SectionKind::kNetwork)) return {};
  return {.text = container.section(SectionKind::kNetwork),
          .constants = {container.section(SectionKind::kConstants)},
          .workspace_limit = root.workspace_limit(),
          .optimization_level = root.optimization_level(),
          .allows_half = root.allows_half(),
          .allows_bfloat = root.allows_bfloat(),
          .allows_tf32 = root.allows_tf32(),
          .wishes = wishes_of(root),
          .has_demands = root.has_demands(),
          .refused_libraries = refused_libraries_of(root)};
}

std::vector<Tuned> others_of(const ContainerReader& container) {
  std::vector<SharedBytes> metadata = container.all(SectionKind::kOtherMetadata);
  std::vector<SharedBytes> weights = container.all(SectionKind::kOtherWeights);
  if (metadata.size() != weights.size()) {
    corrupt(str("the plan has ", metadata.size(), " sections of metadata for other devices and ",
                weights.size(), " of weights"));
  }
  if (metadata.size() > kMaxOthers) {
    corrupt(
        str("the plan is for ", metadata.size(), " other devices, expected at most ", kMaxOthers));
  }
  std::vector<Tuned> others;
  for (size_t i = 0; i < metadata.size(); ++i) others.push_back({metadata[i], weights[i]});
  return others;
}

/// Without what the metadata does not hold; not verified.
Plan read(const schema::Plan& root) {
  const auto read_item = [](const auto& item) { return read(item); };
  return {
      .name = root.name()->str(),
      .device = root.device()->str(),
      .implicit_batch = root.implicit_batch(),
      .profiles = list<Profile>(root.profiles(), read_item),
      .tensors = list<Tensor>(root.tensors(), read_item),
      .steps = list<Step>(root.steps(), read_item),
      .bindings = list<Binding>(root.bindings(), read_item),
      .arena_size = root.arena_size(),
      .candidates = list<Candidate>(root.candidates(), read_item),
      .refusals = list<std::string>(root.refusals(), [](const auto& text) { return text.str(); }),
      .verbosity = read_enum<Verbosity>(root.verbosity(), schema::Verbosity::MAX, "verbosity")};
}

}  // namespace

Plan read(SharedBytes file) {
  const ContainerReader container(std::move(file));
  const SharedBytes metadata = container.section(SectionKind::kMetadata);
  const schema::Plan& root = verified_metadata(metadata.span());
  Plan plan = read(root);
  plan.weights = container.section(SectionKind::kWeights);
  plan.network = network_of(root, container);
  plan.others = others_of(container);
  verify(plan);
  return plan;
}

Plan read(const Tuned& tuned) {
  Plan plan = read(verified_metadata(tuned.metadata.span()));
  plan.weights = tuned.weights;
  verify(plan);
  return plan;
}

std::string device_of(const Tuned& tuned) {
  return verified_metadata(tuned.metadata.span()).device()->str();
}

Plan select(Plan plan, std::string_view device) {
  if (plan.device == device) return plan;
  const auto found = std::ranges::find_if(
      plan.others, [&](const Tuned& other) { return device_of(other) == device; });
  if (found == plan.others.end()) return plan;
  Plan selected = read(*found);
  *found = tuned_of(plan);
  selected.others = std::move(plan.others);
  return selected;
}

}  // namespace ingot::plan
