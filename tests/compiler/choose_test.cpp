#include "compiler/choose.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "compiler/timing_cache.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

/// A device of the test's own, whose tactics are what the test says.
class FakeTactic : public backend::Tactic {
 public:
  FakeTactic(std::string name, std::string refusal, bool is_fallback)
      : name_(std::move(name)), refusal_(std::move(refusal)), is_fallback_(is_fallback) {}
  std::string_view name() const override { return name_; }
  backend::Support supports(const backend::Problem&) const override {
    return refusal_.empty() ? backend::Support::yes() : backend::Support::no(refusal_);
  }
  bool is_fallback() const override { return is_fallback_; }
  std::unique_ptr<backend::Kernel> prepare(const backend::Problem&,
                                           const backend::Configuration&) const override {
    struct Nothing : backend::Kernel {
      size_t workspace_size() const override { return 1000; }
      void launch(const backend::Launch&, backend::Stream&) const noexcept override {}
    };
    return std::make_unique<Nothing>();
  }

 private:
  std::string name_, refusal_;
  bool is_fallback_;
};

class FakeDevice : public backend::Device {
 public:
  explicit FakeDevice(std::vector<const backend::Tactic*> tactics) : tactics_(std::move(tactics)) {}
  const backend::DeviceInfo& info() const override { return info_; }
  std::span<const backend::Tactic* const> tactics(std::string_view) const override {
    return tactics_;
  }
  std::span<const ir::Format> formats() const override {
    static constexpr std::array kFormats{ir::Format::kLinear};
    return kFormats;
  }
  std::unique_ptr<backend::Stream> create_stream() const override { return host().create_stream(); }
  std::unique_ptr<backend::Buffer> allocate(size_t size) const override {
    return host().allocate(size);
  }
  std::unique_ptr<backend::Buffer> upload(SharedBytes bytes) const override {
    return host().upload(std::move(bytes));
  }
  std::chrono::duration<double> time(backend::Stream& stream,
                                     const std::function<void()>& body) const override {
    ++num_timings;
    return host().time(stream, body);
  }

  mutable int num_timings = 0;

 private:
  static const backend::Device& host() { return backend::cpu::device(); }
  backend::DeviceInfo info_{"fake", "fake"};
  std::vector<const backend::Tactic*> tactics_;
};

ir::Graph one_layer() {
  return ir::from_text(R"(graph {
    %x = input "x" : f32[N,3]
    %y = softmax {axis = 1} (%x) "soft"
    output "y" = %y
  })");
}

compiler::Settings settings_on(const FakeDevice& device) {
  compiler::Settings settings = test::batch_settings(2);
  settings.device = &device;
  return settings;
}

std::string chosen(const FakeDevice& device, compiler::Settings settings) {
  settings.device = &device;
  const auto choices = compiler::choose_tactics(one_layer(), settings);
  return std::string(choices.layers.begin()->second.chosen.tactic->name());
}

const FakeTactic kQuick("quick", "", false);
const FakeTactic kOther("other", "", false);
const FakeTactic kUnable("unable", "the moon is not full", false);
const FakeTactic kFallback("fallback", "", true);

TEST(Choose, FallbackOnlyWhereNothingElseWorks) {
  const FakeDevice with({&kUnable, &kQuick, &kFallback});
  EXPECT_EQ(chosen(with, settings_on(with)), "quick");
  EXPECT_EQ(with.num_timings, 0);  // one candidate needs no timing
  const FakeDevice without({&kUnable, &kFallback});
  EXPECT_EQ(chosen(without, settings_on(without)), "fallback");
}

TEST(Choose, TimingCacheDecides) {
  const FakeDevice device({&kQuick, &kOther, &kFallback});
  compiler::TimingCache measured;
  auto settings = settings_on(device);
  settings.timing_cache = &measured;
  chosen(device, settings);
  const int timings = device.num_timings;
  EXPECT_GT(timings, 0);
  chosen(device, settings);
  EXPECT_EQ(device.num_timings, timings);
}

TEST(Choose, ErrorNamesLayerAndReasons) {
  const FakeDevice device({&kUnable});
  try {
    chosen(device, settings_on(device));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("layer soft"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("the moon is not full"), std::string::npos);
  }
}

TEST(Choose, WorkspaceLimitIsKept) {
  const FakeDevice device({&kQuick});
  auto settings = settings_on(device);
  settings.workspace_limit = 999;
  EXPECT_THROW(chosen(device, settings), Error);
  settings.workspace_limit = 1000;
  EXPECT_EQ(chosen(device, settings), "quick");
}

TEST(Choose, ProgressCanCancel) {
  const FakeDevice device({&kQuick});
  auto settings = settings_on(device);
  settings.progress = [](auto, auto, size_t, size_t) { return false; };
  EXPECT_THROW(chosen(device, settings), Error);
}

}  // namespace
}  // namespace ingot
