#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "compiler/settings.h"
#include "tests/support/engines.h"

namespace ingot::test {

/// Seconds on a FakeDevice, where launches alone take time.
struct FakeClock {
  inline static double now = 0;
};

/// A tactic that computes nothing, does what the test says, and counts.
class FakeTactic : public backend::Tactic {
 public:
  FakeTactic(std::string name, std::string refusal, bool is_fallback)
      : name_(std::move(name)), refusal_(std::move(refusal)), is_fallback_(is_fallback) {}
  /// Launch number i takes costs[i] seconds, later ones what the last took.
  explicit FakeTactic(std::string name, std::vector<double> costs = {0})
      : name_(std::move(name)), costs_(std::move(costs)) {}

  std::string_view name() const override { return name_; }
  backend::Support supports(const backend::Problem&) const override {
    return refusal_.empty() ? backend::Support::yes() : backend::Support::no(refusal_);
  }
  bool is_fallback() const override { return is_fallback_; }
  std::string_view library() const override { return library_; }
  std::vector<backend::Configuration> configurations(const backend::Problem&) const override {
    return configurations_;
  }
  backend::Support accepts(const backend::Configuration& configuration) const override {
    return configuration == refused_ ? backend::Support::no("it is of last year")
                                     : backend::Support::yes();
  }
  std::unique_ptr<backend::Kernel> prepare(
      const backend::Problem&, const backend::Configuration& configuration) const override {
    require(configuration != refused_, ErrorCode::kInvalidArgument,
            [] { return "the library does not do this"; });
    return std::make_unique<FakeKernel>(*this);
  }

  void set_configurations(std::vector<backend::Configuration> configurations) {
    configurations_ = std::move(configurations);
  }
  void set_library(std::string library) { library_ = std::move(library); }
  /// That configuration cannot be prepared, nor loaded.
  void refuse(backend::Configuration configuration) { refused_ = std::move(configuration); }
  int num_launches() const { return num_launches_; }
  /// Every address that input `index` had.
  std::set<const void*> addresses(size_t index) const {
    std::set<const void*> result;
    for (const auto& inputs : inputs_) result.insert(inputs.at(index));
    return result;
  }

 private:
  struct FakeKernel : backend::Kernel {
    explicit FakeKernel(const FakeTactic& of) : tactic(of) {}
    size_t workspace_size() const override { return 1000; }
    void launch(const backend::Launch& launch, backend::Stream&) const noexcept override {
      tactic.inputs_.emplace_back(launch.inputs.begin(), launch.inputs.end());
      const auto number = static_cast<size_t>(tactic.num_launches_++);
      FakeClock::now += tactic.costs_[std::min(number, tactic.costs_.size() - 1)];
    }
    const FakeTactic& tactic;
  };

  std::string name_, refusal_, library_;
  bool is_fallback_ = false;
  std::vector<double> costs_{0};
  std::vector<backend::Configuration> configurations_{{}};
  backend::Configuration refused_{-1};
  mutable int num_launches_ = 0;
  mutable std::vector<std::vector<const void*>> inputs_;
};

/// Takes as long as the test says of each problem, in two configurations, so that it is timed.
class TimedTactic : public FakeTactic {
 public:
  using FakeTactic::FakeTactic;
  virtual double seconds(const backend::Problem& problem) const = 0;

  std::vector<backend::Configuration> configurations(const backend::Problem&) const override {
    return {{0}, {1}};
  }
  std::unique_ptr<backend::Kernel> prepare(const backend::Problem& problem,
                                           const backend::Configuration&) const override {
    return std::make_unique<TimedKernel>(seconds(problem));
  }

 private:
  struct TimedKernel : backend::Kernel {
    explicit TimedKernel(double taken) : seconds(taken) {}
    void launch(const backend::Launch&, backend::Stream&) const noexcept override {
      FakeClock::now += seconds;
    }
    double seconds;
  };
};

/// A device of the test's own, whose tactics are what the test says.
class FakeDevice : public backend::Device {
 public:
  explicit FakeDevice(std::vector<const backend::Tactic*> tactics, uint64_t cache_size = 0,
                      const std::string& timing = "1 threads")
      : info_{"fake", "fake", timing, cache_size}, tactics_(std::move(tactics)) {}
  const backend::DeviceInfo& info() const override { return info_; }
  std::span<const backend::Tactic* const> tactics(std::string_view) const override {
    return tactics_;
  }
  std::span<const ir::Format> formats() const override { return formats_; }
  bool has_own_memory() const override { return has_own_memory_; }
  /// As of a device that is not the processor.
  void set_own_memory() { has_own_memory_ = true; }
  void set_formats(std::vector<ir::Format> formats) { formats_ = std::move(formats); }
  std::unique_ptr<backend::Stream> create_stream() const override { return host().create_stream(); }
  std::unique_ptr<backend::Buffer> allocate(size_t size) const override {
    return host().allocate(size);
  }
  std::unique_ptr<backend::Buffer> upload(SharedBytes bytes) const override {
    return host().upload(std::move(bytes));
  }
  backend::Timing time(backend::Stream&, const std::function<void()>& body) const override {
    ++num_timings;
    FakeClock::now = 0;
    body();
    return {FakeClock::now, is_disturbed(num_timings)};
  }

  mutable int num_timings = 0;
  /// Whether the timing of that number is disturbed.
  std::function<bool(int)> is_disturbed = [](int) { return false; };

 private:
  static const backend::Device& host() { return backend::cpu::device(); }
  backend::DeviceInfo info_;
  std::vector<const backend::Tactic*> tactics_;
  std::vector<ir::Format> formats_{ir::Format::kLinear};
  bool has_own_memory_ = false;
};

inline compiler::Settings settings_on(const FakeDevice& device) {
  compiler::Settings settings = batch_settings(2);
  settings.device = &device;
  return settings;
}

}  // namespace ingot::test
