// Prints what an enqueue costs beside the arithmetic: a base and a share for each step. On a GPU
// that of replays, then that of plain launches, which addresses that change each time ask for. On a
// processor what a hand-over to a second thread costs, and what all that is of LeNet.

#include <ingot/device.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <string>

#include "networks.h"
#include "subject.h"
#include "support.h"

namespace {

using Builder = std::unique_ptr<nvinfer1::IBuilder>;

/// `threads`: at most.
Builder create_builder(int threads) {
  Builder builder(nvinfer1::createInferBuilder(logger()));
  require(builder != nullptr && builder->setMaxThreads(threads), "the library cannot be used");
  return builder;
}

int usable_threads() { return Builder(nvinfer1::createInferBuilder(logger()))->getMaxThreads(); }

/// Microseconds of a chain: base + steps · slope.
struct Line {
  double base;
  double slope;
};

template <class Time>
Line fit(const Time& time_of) {
  constexpr std::array kSteps{1, 9, 33, 129};
  double steps_sum = 0, time_sum = 0, square_sum = 0, product_sum = 0;
  for (const int steps : kSteps) {
    const double time = time_of(steps);
    std::printf("%4d steps: %7.2f us\n", steps, time);
    steps_sum += steps;
    time_sum += time;
    square_sum += static_cast<double>(steps) * steps;
    product_sum += steps * time;
  }
  const auto count = static_cast<double>(kSteps.size());
  const double slope =
      (count * product_sum - steps_sum * time_sum) / (count * square_sum - steps_sum * steps_sum);
  return {(time_sum - slope * steps_sum) / count, slope};
}

Line run(int threads, bool changes_addresses) {
  const Builder builder = create_builder(threads);
  const Line line = fit([&](int steps) {
    return Subject(build_softmaxes(*builder, steps), threads).time(changes_addresses);
  });
  std::printf("enqueue and synchronize: %.2f us + %.3f us a step\n", line.base, line.slope);
  return line;
}

/// Microseconds a step, of steps whose loops are split where there are two threads.
double run_products(int threads) {
  const Builder builder = create_builder(threads);
  std::printf("steps with a loop of eight iterations, threads: %d\n", threads);
  const Line line =
      fit([&](int steps) { return Subject(build_products(*builder, steps), threads).time(); });
  std::printf("enqueue and synchronize: %.2f us + %.3f us a step\n", line.base, line.slope);
  return line.slope;
}

double run_hand_over() {
  const double alone = run_products(1);
  const double hand_over = std::max(0.0, run_products(2) - alone / 2);
  std::printf("hand-over to a second thread: %.3f us a step\n", hand_over);
  return hand_over;
}

/// `step`: microseconds beside its arithmetic, at most.
void run_lenet(int threads, double step) {
  const Builder builder = create_builder(threads);
  const Times times = Subject(build_lenet(*builder), threads).time_with_steps();
  const double dispatch = times.outside + times.steps * step;
  std::printf("LeNet, threads: %d: %.2f us, of it %.2f us outside %d steps", threads, times.whole,
              times.outside, times.steps);
  std::printf("; with %.3f us a step at most %.2f us, %.1f %%\n", step, dispatch,
              100 * dispatch / times.whole);
}

}  // namespace

int main() {
  try {
    const int threads = usable_threads();
    const Line line = run(threads, false);
    if (std::string(ingot::chosenDevice()) != "cpu") {
      std::printf("with other addresses each time:\n");
      run(threads, true);
      return 0;
    }
    const double hand_over = threads > 1 ? run_hand_over() : 0;
    run_lenet(1, line.slope);
    if (threads > 1) run_lenet(2, line.slope + hand_over);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
