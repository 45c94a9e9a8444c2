#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "backend/device.h"
#include "plan/plan.h"

namespace ingot::runtime {

/// A verified plan on a device, ready to run. Immutable; contexts and threads share it.
class Engine {
 public:
  using Upload = std::function<std::unique_ptr<backend::Buffer>(SharedBytes weights)>;

  /// Finds every step's tactic and checks that it takes the step's configuration and weights, which
  /// `upload` puts into the device's memory.
  /// Throws Error kUnsupported, naming the layer, where this device cannot run the plan, and
  /// kCorrupt where the plan contradicts itself.
  Engine(plan::Plan plan, const backend::Device& device, const Upload& upload);
  /// With backend::Device::upload.
  Engine(plan::Plan plan, const backend::Device& device);

  const plan::Plan& plan() const { return plan_; }
  const backend::Device& device() const { return device_; }
  const backend::Tactic& tactic(size_t step) const { return *tactics_[step]; }
  /// Where the plan's weights lie in the device's memory.
  const std::byte* weights() const { return weights_->data(); }

 private:
  plan::Plan plan_;
  const backend::Device& device_;
  std::vector<const backend::Tactic*> tactics_;
  std::unique_ptr<backend::Buffer> weights_;
};

/// The problem of a step when the plan's symbols have those numbers.
backend::Problem problem_of(const Engine& engine, const plan::Step& step,
                            const ir::Bindings& bindings);

}  // namespace ingot::runtime
