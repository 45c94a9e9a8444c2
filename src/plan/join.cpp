#include "plan/join.h"

namespace ingot::plan {
namespace {

using Types = std::vector<ir::TensorType>;

Types bind_all(std::span<const ir::TensorType> types, const ir::Bindings& bindings) {
  Types bound;
  for (const auto& type : types) bound.push_back(ir::bind(type, bindings));
  return bound;
}

/// The types, when they are the same at the ends of every profile.
std::optional<Types> fixed(std::span<const ir::TensorType> types,
                           std::span<const Profile> profiles) {
  Types first = bind_all(types, maximum(profiles.front()));
  for (const Profile& profile : profiles) {
    for (const auto& bindings : {minimum(profile), maximum(profile)}) {
      if (bind_all(types, bindings) != first) return std::nullopt;
    }
  }
  return first;
}

}  // namespace

std::optional<std::vector<uint64_t>> join_offsets(const ir::Op& op,
                                                  std::span<const ir::TensorType> inputs,
                                                  std::span<const Profile> profiles) {
  if (!op.def().joins) return std::nullopt;
  const auto types = fixed(inputs, profiles);
  if (!types || !op.joins(*types)) return std::nullopt;
  std::vector<uint64_t> offsets;
  uint64_t offset = 0;
  for (const auto& type : *types) {
    offsets.push_back(offset);
    offset += byte_size(type);
  }
  return offsets;
}

}  // namespace ingot::plan
