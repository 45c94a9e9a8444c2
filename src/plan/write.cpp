#include "base/error.h"
#include "base/text.h"
#include "plan/container.h"
#include "plan/plan_generated.h"
#include "plan/serialize.h"

namespace ingot::plan {
namespace {

using flatbuffers::Offset;

class Writer {
 public:
  std::vector<std::byte> metadata(const Plan& plan) {
    const auto text = [&](std::string_view value) { return string(value); };
    const auto name = text(plan.name);
    const auto device = text(plan.device);
    const auto profiles =
        list<schema::Profile>(plan.profiles, [&](const Profile& item) { return write(item); });
    const auto tensors =
        list<schema::Tensor>(plan.tensors, [&](const Tensor& item) { return write(item); });
    const auto steps =
        list<schema::Step>(plan.steps, [&](const Step& item) { return write(item); });
    const auto bindings =
        list<schema::Binding>(plan.bindings, [&](const Binding& item) { return write(item); });
    const auto candidates = list<schema::Candidate>(
        plan.candidates, [&](const Candidate& item) { return write(item); });
    const auto refusals = builder_.CreateVectorOfStrings(plan.refusals);
    const auto wishes = write(plan.network.wishes);
    const auto refused_libraries = write(plan.network.refused_libraries);
    builder_.Finish(schema::CreatePlan(
        builder_, name, device, plan.implicit_batch, profiles, tensors, steps, bindings,
        plan.arena_size, candidates, refusals, static_cast<schema::Verbosity>(plan.verbosity),
        plan.network.workspace_limit, plan.network.optimization_level, plan.network.allows_half,
        plan.network.allows_tf32, plan.network.allows_bfloat, wishes, plan.network.has_demands,
        refused_libraries));
    const auto* bytes = reinterpret_cast<const std::byte*>(builder_.GetBufferPointer());
    return {bytes, bytes + builder_.GetSize()};
  }

 private:
  Offset<flatbuffers::String> string(std::string_view text) {
    return builder_.CreateString(text.data(), text.size());
  }

  Offset<flatbuffers::String> optional(std::string_view text) {
    return text.empty() ? Offset<flatbuffers::String>() : string(text);
  }

  template <class Table, class Item, class Function>
  Offset<flatbuffers::Vector<Offset<Table>>> list(const std::vector<Item>& items,
                                                  const Function& function) {
    std::vector<Offset<Table>> offsets;
    offsets.reserve(items.size());
    for (const Item& item : items) offsets.push_back(function(item));
    return builder_.CreateVector(offsets);
  }

  Offset<schema::Profile> write(const Profile& profile) {
    return schema::CreateProfile(
        builder_, list<schema::SymbolRange>(profile.ranges, [&](const SymbolRange& range) {
          return schema::CreateSymbolRange(builder_, string(range.symbol), range.min, range.opt,
                                           range.max);
        }));
  }

  Offset<schema::Tensor> write(const Tensor& tensor) {
    std::vector<std::string> shape;
    for (const auto& dim : tensor.type.shape) shape.push_back(dim.to_string());
    const auto name = string(tensor.name);
    return schema::CreateTensor(
        builder_, name, static_cast<schema::DataType>(tensor.type.data_type),
        static_cast<schema::Format>(tensor.type.format), builder_.CreateVectorOfStrings(shape),
        static_cast<schema::Storage>(tensor.storage), tensor.offset, tensor.size, tensor.pitch);
  }

  Offset<schema::Step> write(const Step& step) {
    const auto name = string(step.name);
    const auto op = write(step.op);
    const auto tactic = string(step.tactic);
    const auto configuration = builder_.CreateVector(step.configuration);
    const auto inputs = builder_.CreateVector(step.inputs);
    const auto outputs = builder_.CreateVector(step.outputs);
    std::vector<schema::Trial> trials;
    for (const Trial& trial : step.trials) trials.push_back(struct_of(trial));
    return schema::CreateStep(builder_, name, op, tactic, configuration, inputs, outputs,
                              step.workspace_offset, step.workspace_size,
                              builder_.CreateVectorOfStructs(trials), optional(step.metadata),
                              step.is_with_previous);
  }

  static schema::Trial struct_of(const Trial& trial) {
    return {trial.candidate, trial.refusal, trial.seconds,
            static_cast<schema::Format>(trial.input_format),
            static_cast<schema::Format>(trial.output_format)};
  }

  Offset<schema::Candidate> write(const Candidate& candidate) {
    return schema::CreateCandidate(builder_, string(candidate.tactic),
                                   builder_.CreateVector(candidate.configuration));
  }

  Offset<schema::Op> write(const ir::Op& op) {
    const auto name = string(op.name());
    const auto fields = list<schema::Field>(op.def().fields, [&](const ir::Field& field) {
      const auto field_name = string(field.name);
      const auto [type, value] =
          std::visit([&](const auto& held) { return write(held); }, op.get(field));
      return schema::CreateField(builder_, field_name, type, value);
    });
    const std::vector<ir::Tail> tails(op.epilogue().begin(), op.epilogue().end());
    const auto epilogue =
        list<schema::Tail>(tails, [&](const ir::Tail& item) { return write(item); });
    return schema::CreateOp(builder_, name, op.def().version, fields, epilogue);
  }

  Offset<schema::Tail> write(const ir::Tail& tail) {
    return schema::CreateTail(builder_, write(tail.op), static_cast<uint32_t>(tail.result),
                              static_cast<uint32_t>(tail.num_inputs));
  }

  Offset<schema::Binding> write(const Binding& binding) {
    return schema::CreateBinding(builder_, string(binding.name), binding.tensor, binding.is_input);
  }

  static schema::Precision precision_of(const std::optional<ir::DataType>& type) {
    if (!type) return schema::Precision::any;
    switch (*type) {
      case ir::DataType::kFloat32: return schema::Precision::f32;
      case ir::DataType::kFloat16: return schema::Precision::f16;
      case ir::DataType::kBFloat16: return schema::Precision::bf16;
      default: break;
    }
    throw Error(ErrorCode::kInvalidArgument, str("a layer is wished in ", name_of(*type)));
  }

  Offset<flatbuffers::Vector<Offset<schema::Wish>>> write(const Wishes& wishes) {
    if (wishes.empty()) return {};
    std::vector<Offset<schema::Wish>> offsets;
    for (const auto& [layer, wish] : wishes) {
      offsets.push_back(schema::CreateWish(builder_, string(layer), precision_of(wish.input),
                                           precision_of(wish.output)));
    }
    return builder_.CreateVector(offsets);
  }

  Offset<flatbuffers::Vector<Offset<flatbuffers::String>>> write(const LibraryNames& names) {
    if (names.empty()) return {};
    return builder_.CreateVectorOfStrings(std::vector<std::string>(names.begin(), names.end()));
  }

  using Value = std::pair<schema::FieldValue, Offset<void>>;
  Value write(bool value) {
    return {schema::FieldValue::Bool, schema::CreateBool(builder_, value).Union()};
  }
  Value write(int64_t value) {
    return {schema::FieldValue::Int, schema::CreateInt(builder_, value).Union()};
  }
  Value write(double value) {
    return {schema::FieldValue::Float, schema::CreateFloat(builder_, value).Union()};
  }
  Value write(const std::string& value) {
    return {schema::FieldValue::Text, schema::CreateText(builder_, string(value)).Union()};
  }
  Value write(const std::vector<int64_t>& values) {
    return {schema::FieldValue::Ints,
            schema::CreateInts(builder_, builder_.CreateVector(values)).Union()};
  }
  Value write(const std::vector<double>& values) {
    return {schema::FieldValue::Floats,
            schema::CreateFloats(builder_, builder_.CreateVector(values)).Union()};
  }

  flatbuffers::FlatBufferBuilder builder_;
};

}  // namespace

Tuned tuned_of(const Plan& plan) {
  Weights weights = plan.weights;
  return {SharedBytes::copy_of(Writer().metadata(plan)), weights.gather()};
}

SharedBytes write(Plan plan) {
  static_assert(kMaxSections >= 4 + 2 * kMaxOthers);
  require(plan.others.size() <= kMaxOthers, ErrorCode::kInvalidArgument, [&] {
    return str("a plan is for at most ", kMaxOthers, " other devices, got ", plan.others.size());
  });
  std::vector<Section> sections;
  sections.push_back({SectionKind::kMetadata, {SharedBytes::copy_of(Writer().metadata(plan))}});
  sections.push_back({SectionKind::kWeights, plan.weights.take()});
  if (plan.network.text.size() > 0) {
    sections.push_back({SectionKind::kNetwork, {std::move(plan.network.text)}});
    sections.push_back({SectionKind::kConstants, std::move(plan.network.constants)});
  }
  for (Tuned& other : plan.others) {
    sections.push_back({SectionKind::kOtherMetadata, {std::move(other.metadata)}});
    sections.push_back({SectionKind::kOtherWeights, {std::move(other.weights)}});
  }
  return write_container(std::move(sections));
}

}  // namespace ingot::plan
