#include <cstdio>
#include <memory>

#include "build_plan.h"
#include "build_summary.h"
#include "caffe_network.h"
#include "clock.h"
#include "command.h"
#include "files.h"
#include "interruption.h"
#include "option_checks.h"
#include "text.h"

namespace ingot::tools {
namespace {

struct Options {
  CaffeModel model;
  std::string shapes;
  BuildSettings settings;
};

void run(Options& options) {
  const Interruption interruption;
  const auto begin = Clock::now();
  const auto& [deploy, weights, outputs, shapes] = options.model;
  require_output(options.settings.plan, {deploy, weights});
  require_output(options.settings.timing_cache, {deploy, weights, options.settings.plan});
  if (!options.shapes.empty()) options.model.shapes = read_shapes(options.shapes);
  CaffeNetwork network(options.model);
  Interruption::check();
  const auto plan = build_plan(network, options.settings);
  const double duration = seconds_since(begin);
  std::printf("%sbuilt:    %s, %s, in %s\n",
              build_summary(*plan, network.definition().getNbLayers()).c_str(),
              options.settings.plan.c_str(), bytes_text(plan->size()).c_str(),
              seconds_text(duration).c_str());
}

void set_up_timing(CLI::App& app, BuildSettings& settings) {
  app.add_option("--optimisation-level,--optimization-level", settings.optimisation_level,
                 "how hard to try: 0 measures nothing, 5 most (3 unless given)")
      ->check(CLI::Range(0, 5));
  app.add_option("--timing-cache", settings.timing_cache,
                 "a file of measured times: read where it is there, written after the build")
      ->check(output_path());
  app.add_option("--min-timing", settings.min_timing, "samples of which the least counts, at least")
      ->check(positive_count());
  app.add_option("--avg-timing", settings.avg_timing, "launches whose mean is one sample")
      ->check(positive_count());
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("MODEL", options->model.deploy, "the network: a Caffe prototxt")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--plan", options->settings.plan, "the file to write")
      ->required()
      ->check(output_path());
  app.add_option("--weights", options->model.weights, "a caffemodel (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option("--output", options->model.outputs,
                 "blobs that become outputs (those that no layer reads unless given)");
  CLI::Option* batch =
      app.add_option("--batch", options->settings.batch, "the largest batch (1 unless given)")
          ->check(positive_count());
  app.add_option(
         "--shapes", options->shapes,
         "of inputs, batch included, instead of the prototxt's; the batch is then explicit: "
         "data:1x3x224x224")
      ->check(readable(read_shapes))
      ->excludes(batch);
  app.add_option("--workspace", options->settings.workspace,
                 "what a layer may use beside its tensors: bytes, or 64M, 1G")
      ->transform(byte_size());
  set_up_timing(app, options->settings);
  app.add_flag("--fp16", options->settings.fp16, "allow half precision");
  app.add_flag("--bf16", options->settings.bf16, "allow bfloat16");
  app.add_flag("--int8", options->settings.int8, "allow int8");
  return [options] { run(*options); };
}

const Command command("build", "builds a network into a plan",
                      "MODEL --plan FILE [--weights FILE] [--output NAME...] "
                      "[--batch N | --shapes NAME:EXTENTS] [--workspace SIZE] "
                      "[--optimisation-level N] [--timing-cache FILE] "
                      "[--min-timing N] [--avg-timing N] [--fp16] [--bf16] [--int8]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
