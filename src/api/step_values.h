#pragma once

#include <ingot/tensorrt/level.h>

#include <memory>
#include <vector>

#include "ir/graph.h"
#include "runtime/program.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// What each step of an engine wrote in a run of its own, copied before later steps write there,
/// and what a run without that gave. In the former, launches of steps of which each reads the one
/// before are run one by one.
class StepValues final : private runtime::StepObserver {
 public:
  /// `inputs`: one tensor an input of the network, of known shape. Throws Error where these are
  /// not what the engine takes.
  StepValues(const runtime::Engine& engine, const ir::Graph& network,
             const std::vector<ir::Tensor>& inputs);

  /// Row-major, one a tensor that the step writes.
  const std::vector<ir::Tensor>& outputs(size_t step) const { return outputs_.at(step); }
  /// The engine's output number `index`.
  ir::Tensor output(size_t index) const;

 private:
  void report(const plan::Step& step) noexcept override;
  std::unique_ptr<runtime::Program> program_of(const std::vector<ir::Tensor>& inputs,
                                               const ir::Graph& network,
                                               runtime::Writes writes) const;
  void add_buffers(const std::vector<ir::Tensor>& inputs);
  ir::Tensor value(uint32_t tensor) const;

  const runtime::Engine& engine_;
  std::unique_ptr<backend::Buffer> arena_;
  std::unique_ptr<runtime::Program> program_;
  std::vector<std::unique_ptr<backend::Buffer>> buffers_;  ///< one a binding
  std::vector<std::vector<ir::Tensor>> outputs_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
