#pragma once

#include <vector>

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// The formats in which a layer reads and writes its images: f32 tensors [N, C, spatial…] that
/// are computed. All its other tensors are linear.
struct Layout {
  ir::Format input = ir::Format::kLinear;
  ir::Format output = ir::Format::kLinear;

  friend auto operator<=>(const Layout&, const Layout&) = default;
};

/// "linear -> c8".
std::string to_string(const Layout& layout);

bool is_image(const ir::TensorType& type);

/// The type of a tensor in that format, where it is an image.
ir::TensorType in_format(ir::TensorType type, ir::Format format);

/// Every layout of a node on the device; the linear one is the first.
std::vector<Layout> layouts_of(const ir::Graph& graph, const ir::Node& node,
                               const backend::Device& device);

/// The problem that a node poses when its symbols have those numbers.
backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const backend::Device& device,
                            const Layout& layout);

/// The problem of copying a tensor of that type from one format to another.
backend::Problem reformat_problem(const ir::TensorType& type, const Layout& layout,
                                  const ir::Bindings& bindings, const backend::Device& device);

}  // namespace ingot::compiler
