#pragma once

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/compiler/fake_device.h"

namespace ingot::test {

/// Computes tanh, several of them in one launch, of which each may read the one before. Keeps the
/// number of outputs of each launch.
class TogetherTactic : public FakeTactic {
 public:
  TogetherTactic() : FakeTactic("together") { set_configurations({{0}, {1}}); }

  backend::Support supports(const backend::Problem& problem) const override {
    return to_string(problem.op).find("tanh") != std::string::npos
               ? backend::Support::yes()
               : backend::Support::no("takes others");
  }
  std::unique_ptr<backend::Kernel> prepare(const backend::Problem&,
                                           const backend::Configuration&) const override {
    return std::make_unique<CountingKernel>(*this, workspace, kSeconds);
  }
  bool launches_together() const override { return true; }
  std::unique_ptr<backend::Kernel> together(
      std::span<const backend::Kernel* const> kernels) const override {
    if (kernels.size() > most) return nullptr;
    return std::make_unique<CountingKernel>(*this, 0, seconds_of(kernels.size()));
  }

  std::unique_ptr<backend::Kernel> with_next(
      const backend::Problem&, const backend::Configuration&,
      std::span<const backend::Problem> next) const override {
    const bool are_own = std::ranges::all_of(
        next, [&](const backend::Problem& problem) { return bool(supports(problem)); });
    if (next.size() > most_next || !are_own) return nullptr;
    return std::make_unique<CountingKernel>(*this, 0, seconds_with_next);
  }

  static constexpr double kSeconds = 1e-3;  ///< of a launch of one
  size_t workspace = 0;
  size_t most_next = 0;                 ///< that read the one before
  double seconds_with_next = kSeconds;  ///< of a launch with them
  size_t most = 4;                      ///< that one launch computes
  double (*seconds_of)(size_t) = [](size_t count) {
    return kSeconds + 1e-4 * static_cast<double>(count);
  };
  mutable std::vector<size_t> launches;

 private:
  struct CountingKernel : backend::Kernel {
    CountingKernel(const TogetherTactic& of, size_t size, double duration)
        : tactic(of), workspace(size), seconds(duration) {}
    size_t workspace_size() const override { return workspace; }
    void launch(const backend::Launch& launch, backend::Stream&) const noexcept override {
      FakeClock::now += seconds;
      tactic.launches.push_back(launch.outputs.size());
    }
    const TogetherTactic& tactic;
    size_t workspace;
    double seconds;
  };
};

/// Tests of graphs on a device that computes tanh in launches of several, all else one by one.
class TogetherDevice : public testing::Test {
 protected:
  TogetherDevice() {
    other_.set_configurations({{0}, {1}});
    settings_.profiles = {{}};
  }

  TogetherTactic tactic_;
  FakeTactic other_{"other", {1e-3}};
  FakeDevice device_{{&tactic_, &other_}};
  compiler::Settings settings_ = settings_on(device_);
};

}  // namespace ingot::test
