#pragma once

#include <vector>

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// The formats in which a layer reads and writes its images: f32 tensors [N, C, spatial…] that
/// are computed. Its other computed f32 tensors are row-major and keep elements in the same type
/// (ir::row_major); all else is linear.
struct Layout {
  ir::Format input = ir::Format::kLinear;
  ir::Format output = ir::Format::kLinear;

  friend auto operator<=>(const Layout&, const Layout&) = default;
};

/// "linear -> c8".
std::string to_string(const Layout& layout);

bool is_image(const ir::TensorType& type);

/// The format that a computed tensor of that type has in a layer that reads or writes it in
/// `format`.
ir::Format format_of(const ir::TensorType& type, ir::Format format);

/// The type of a computed tensor there.
ir::TensorType in_format(ir::TensorType type, ir::Format format);

/// Whether a node's output has the bytes of its first input in that layout, so that it may lie
/// where that does.
bool is_view(const ir::Graph& graph, const ir::Node& node, const Layout& layout);

/// Every layout of a node that the device has and the settings allow, the linear one first; of
/// those that are the same for its tensors one.
std::vector<Layout> layouts_of(const ir::Graph& graph, const ir::Node& node,
                               const Settings& settings);

/// The problem that a node poses when its symbols have those numbers.
backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const Settings& settings,
                            const Layout& layout);

/// `make(bindings)` for the ends of every profile and its optimum, the first profile's first.
template <class Make>
std::vector<backend::Problem> all_problems(const Settings& settings, const Make& make) {
  std::vector<backend::Problem> problems;
  for (const plan::Profile& profile : settings.profiles) {
    for (const auto& bindings : {optimum(profile), minimum(profile), maximum(profile)}) {
      problems.push_back(make(bindings));
      if (profile.ranges.empty()) break;
    }
  }
  return problems;
}

/// all_problems that a node poses.
std::vector<backend::Problem> problems_of(const ir::Graph& graph, const ir::Node& node,
                                          const Settings& settings, const Layout& layout);

/// The problem of copying a tensor of that type from one format to another, which it has.
backend::Problem reformat_problem(const ir::TensorType& type, const Layout& layout,
                                  const ir::Bindings& bindings, const Settings& settings);

}  // namespace ingot::compiler
