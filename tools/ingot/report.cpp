#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "build_plan.h"
#include "clock.h"
#include "command.h"
#include "files.h"
#include "loaded_engine.h"
#include "option_checks.h"
#include "report_data.h"
#include "report_page.h"
#include "text.h"
#include "threads.h"

namespace ingot::tools {
namespace {

struct Options {
  EngineSource source;
  MeasurementSettings measurement{.batch = 0, .duration = 1};
  std::string plan;  ///< of the model; empty: it is built
  std::string page;
  int threads = 0;
  bool has_no_accuracy = false;
};

void take_network(const Options& options, CaffeNetwork& network, ReportSubject& subject) {
  subject.network = &network;
  subject.weights = options.source.model.weights;
  if (!options.plan.empty()) {
    subject.plan = read_plan(options.plan);
    subject.plan_name = options.plan;
    return;
  }
  const auto begin = Clock::now();
  subject.plan = built_plan(network, options.source.settings);
  subject.build_seconds = seconds_since(begin);
}

void run(Options& options) {
  const CaffeModel& model = options.source.model;
  const std::string& timing_cache = options.source.settings.timing_cache;
  require_output(timing_cache, {model.deploy, model.weights, options.plan});
  require_output(options.page, {model.deploy, model.weights, options.plan, timing_cache});
  set_threads(options.threads);
  options.source.settings.batch = std::max(1, options.measurement.batch);
  ReportSubject subject{
      .path = model.deploy, .plan_name = model.deploy, .has_accuracy = !options.has_no_accuracy};
  std::optional<CaffeNetwork> network;
  if (is_plan(model.deploy)) {
    refuse_model_options(model);
    if (!options.plan.empty()) throw Failure(model.deploy + ": is a plan; leave --plan out");
    subject.plan = read_plan(model.deploy);
  } else {
    take_network(options, network.emplace(model), subject);
  }
  const std::string page = report_page(report_data(subject, options.measurement));
  write_file(options.page, page);
  std::printf("written: %s, %s\n", options.page.c_str(), bytes_text(page.size()).c_str());
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  set_up_source(app, options->source);
  app.add_option("-o,--page", options->page, "the file to write: one page of HTML")
      ->required()
      ->check(output_path());
  app.add_option("--plan", options->plan, "a plan of the prototxt (one is built unless given)")
      ->check(CLI::ExistingFile);
  app.add_option("--batch", options->measurement.batch, "items an inference (1 unless given)")
      ->check(positive_count());
  app.add_option("--threads", options->threads, "threads of an inference (all cores unless given)")
      ->check(CLI::Range(1, 256));
  app.add_option("--iterations", options->measurement.iterations,
                 "inferences with a profiler (10 unless given)")
      ->check(positive_count());
  app.add_option("--timing-cache", options->source.settings.timing_cache,
                 "a file of measured times: read where it is there, written after the build")
      ->check(output_path());
  app.add_flag("--no-accuracy", options->has_no_accuracy,
               "without the reference, which is slow: seconds for a network of a gigaflop");
  return [options] { run(*options); };
}

const Command command("report", "writes a page about a model and its engine: what a browser shows",
                      "MODEL -o FILE [--weights FILE] [--output NAME...] [--plan FILE] [--batch N] "
                      "[--threads N] [--iterations N] [--timing-cache FILE] [--no-accuracy]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
