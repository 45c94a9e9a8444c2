#include "plan/join.h"

#include <algorithm>

namespace ingot::plan {
namespace {

using Types = std::vector<ir::TensorType>;

Types bind_all(std::span<const ir::TensorType> types, const ir::Bindings& bindings) {
  Types bound;
  for (const auto& type : types) bound.push_back(ir::bind(type, bindings));
  return bound;
}

bool are_fixed(std::span<const ir::TensorType> types, std::span<const Profile> profiles) {
  const Types first = bind_all(types, maximum(profiles.front()));
  return std::ranges::all_of(profiles, [&](const Profile& profile) {
    return bind_all(types, minimum(profile)) == first && bind_all(types, maximum(profile)) == first;
  });
}

/// Of parts of these sizes in bytes.
Join one_after_another(std::span<const uint64_t> sizes) {
  Join join;
  uint64_t offset = 0;
  for (const uint64_t size : sizes) {
    join.offsets.push_back(offset);
    offset += size;
  }
  return join;
}

std::optional<Join> join_bytes(std::span<const ir::TensorType> inputs,
                               std::span<const Profile> profiles) {
  if (!are_fixed(inputs, profiles)) return std::nullopt;
  std::vector<uint64_t> sizes;
  for (const auto& type : bind_all(inputs, maximum(profiles.front()))) {
    sizes.push_back(byte_size(type));
  }
  return one_after_another(sizes);
}

std::optional<Join> join_pixels(std::span<const ir::TensorType> inputs) {
  std::vector<uint64_t> sizes;
  ir::Dim pitch = 0;
  for (const auto& type : inputs) {
    if (!type.shape[1].is_known()) return std::nullopt;
    const ir::Dim channels = filled_shape(type)[1];
    sizes.push_back(static_cast<uint64_t>(channels.value()) * size_of(stored_type(type)));
    pitch = pitch + channels;
  }
  Join join = one_after_another(sizes);
  join.pitch = pitch.value();
  return join;
}

}  // namespace

std::optional<Join> join_of(const ir::Op& op, std::span<const ir::TensorType> inputs,
                            std::span<const Profile> profiles) {
  if (!op.def().joins) return std::nullopt;
  switch (op.joins(bind_all(inputs, maximum(profiles.front())))) {
    case ir::Joining::kNone: break;
    case ir::Joining::kBytes: return join_bytes(inputs, profiles);
    case ir::Joining::kPixels: return join_pixels(inputs);
  }
  return std::nullopt;
}

}  // namespace ingot::plan
