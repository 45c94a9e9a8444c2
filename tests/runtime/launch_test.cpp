// Steps that one launch computes.
#include "compiler/choose.h"
#include "compiler/emit.h"
#include "runtime/context.h"
#include "tests/compiler/together_device.h"

namespace ingot {
namespace {

/// A plan of which one launch computes two steps, and another the third.
class RuntimeLaunch : public test::TogetherDevice, private runtime::StepObserver {
 protected:
  RuntimeLaunch() {
    const ir::Graph graph = ir::from_text(R"(graph {
      %x = input "x" : f32[1,16]
      %a = activation {kind = "tanh"} (%x) "a"
      %b = activation {kind = "tanh"} (%x) "b"
      %c = activation {kind = "tanh"} (%a) "c"
      output "b" = %b
      output "c" = %c
    })");
    plan_ = compiler::emit(graph, graph, compiler::choose_tactics(graph, settings_), settings_);
  }

  runtime::Context make_context() {
    return runtime::Context(std::make_shared<runtime::Engine>(plan_, device_));
  }

  void run(bool is_observed) {
    runtime::Context context = make_context();
    tactic_.launches.clear();
    context.program()->run(addresses_, *stream_, is_observed ? this : nullptr);
    stream_->synchronize();
  }

  void report(const plan::Step& step) noexcept override {
    heard_.push_back(step.name);
    num_launches_when_heard_.push_back(tactic_.launches.size());
  }

  using Sizes = std::vector<size_t>;

  plan::Plan plan_;
  std::vector<float> memory_ = std::vector<float>(16);
  std::vector<void*> addresses_ = std::vector<void*>(3, memory_.data());
  std::unique_ptr<backend::Stream> stream_ = device_.create_stream();
  std::vector<std::string> heard_;
  Sizes num_launches_when_heard_;
};

TEST_F(RuntimeLaunch, ComputesSeveralSteps) {
  run(false);
  EXPECT_EQ(tactic_.launches, (Sizes{2, 1}));
}

TEST_F(RuntimeLaunch, IsOfOneStepEachWhereTheTacticHasNoKernelForMore) {
  tactic_.most = 1;
  run(true);
  EXPECT_EQ(tactic_.launches, (Sizes{1, 1, 1}));
  EXPECT_EQ(num_launches_when_heard_, (Sizes{1, 2, 3}));
}

TEST_F(RuntimeLaunch, ObserversHearOfItsStepsWhenItIsDone) {
  run(true);
  EXPECT_EQ(tactic_.launches, (Sizes{2, 1}));
  EXPECT_EQ(heard_, (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(num_launches_when_heard_, (Sizes{1, 1, 2}));
}

TEST_F(RuntimeLaunch, ATimeIsToldForEachStep) {
  const auto laps = device_.create_laps(plan_.steps.size() + 1);
  runtime::Context context = make_context();
  context.program()->time(addresses_, *stream_, *laps);
  stream_->synchronize();
  EXPECT_EQ(laps->seconds().size(), plan_.steps.size());
}

/// Two operators, the second of which reads the first, that one launch computes.
class RuntimeChain : public test::TogetherDevice {
 protected:
  RuntimeChain() {
    tactic_.most_next = 1;
    const ir::Graph graph = ir::from_text(R"(graph {
      %x = input "x" : f32[1,16]
      %a = activation {kind = "tanh"} (%x) "a"
      %b = activation {kind = "tanh"} (%a) "b"
      output "b" = %b
    })");
    plan_ = compiler::emit(graph, graph, compiler::choose_tactics(graph, settings_), settings_);
  }

  /// Launches of the tactic, by their outputs.
  std::vector<size_t> launches(runtime::Writes writes) {
    const runtime::Engine engine(plan_, device_);
    const auto arena = device_.allocate(plan_.arena_size);
    runtime::Program program(engine, {}, arena->data(), writes);
    std::vector<float> memory(16);
    const std::vector<void*> addresses(2, memory.data());
    const auto stream = device_.create_stream();
    tactic_.launches.clear();
    program.run(addresses, *stream, nullptr);
    stream->synchronize();
    return tactic_.launches;
  }

  plan::Plan plan_;
};

TEST_F(RuntimeChain, IsOneLaunch) {
  EXPECT_EQ(launches(runtime::Writes::kWhatIsRead), std::vector<size_t>{2});
}

TEST_F(RuntimeChain, IsALaunchEachWhereAllTensorsAreWanted) {
  EXPECT_EQ(launches(runtime::Writes::kAll), (std::vector<size_t>{1, 1}));
}

TEST_F(RuntimeChain, IsALaunchEachWhereTheTacticHasNoKernelForBoth) {
  tactic_.most_next = 0;
  EXPECT_EQ(launches(runtime::Writes::kWhatIsRead), (std::vector<size_t>{1, 1}));
}

}  // namespace
}  // namespace ingot
