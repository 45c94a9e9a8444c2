#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "build_plan.h"
#include "caffe_network.h"
#include "command.h"
#include "comparison.h"
#include "execution.h"
#include "item_file.h"
#include "option_checks.h"
#include "picture_options.h"
#include "random_inputs.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

struct Options {
  CaffeModel model;
  std::string plan;
  std::vector<std::string> files;
  PictureOptions pictures;
  int batch = 1;
  bool as_json = false;
};

/// The host memory that holds what goes into the network: items of the files, or random values.
void fill(const Options& options, Execution& execution) {
  if (options.files.empty()) return fill_inputs(execution);
  const PictureConversion conversion = conversion_of(options.pictures);
  const ItemFiles items(options.files, execution.inputs(), conversion);
  if (items.count() != options.batch) {
    throw Failure("the files have " + std::to_string(items.count()) + " items, the batch is " +
                  std::to_string(options.batch));
  }
  items.read(0, items.count(), execution.inputs());
}

json compared(const Options& options, CaffeNetwork& network) {
  BuildSettings settings;
  settings.batch = options.batch;
  const std::vector<std::byte> plan =
      options.plan.empty() ? built_plan(network, settings) : read_plan(options.plan);
  const LoadedEngine engine(plan, options.plan.empty() ? options.model.deploy : options.plan);
  Execution execution(engine, options.batch, {});
  fill(options, execution);
  return compare_layers(network, plan, execution);
}

/// The name of the first layer with values that its accuracy class does not allow.
json first_beyond(const json& comparison) {
  for (const json& layer : comparison["layers"]) {
    if (layer["beyond"] > 0) return layer["layers"];
  }
  return nullptr;
}

/// Null stands for what is not finite.
std::string error_text(const json& error) {
  return error.is_null() ? "not finite" : number_text("%.3g", error.get<double>());
}

void print_tables(const json& comparison) {
  Table layers({">max error", ">mean error", ">of what is allowed", ">values beyond", "operator",
                "tactic", "layers"});
  for (const json& layer : comparison["layers"]) {
    const json& ratio = layer["max_ratio"];
    layers.add({error_text(layer["max_error"]), error_text(layer["mean_error"]),
                ratio.is_null() ? "all" : number_text("%.1f %%", 100 * ratio.get<double>()),
                layer["beyond"].dump() + " of " + layer["values"].dump(), layer["operator"],
                layer["tactic"], layer["layers"]});
  }
  Table outputs({">max error", ">mean error", ">largest value", "output"});
  for (const json& output : comparison["outputs"]) {
    outputs.add({error_text(output["max_error"]), error_text(output["mean_error"]),
                 error_text(output["max_value"]), output["name"]});
  }
  std::printf("%s\n%s", layers.text().c_str(), outputs.text().c_str());
}

void run(const Options& options) {
  CaffeNetwork network(options.model);
  json comparison = compared(options, network);
  const json beyond = first_beyond(comparison);
  comparison["first_beyond"] = beyond;
  if (options.as_json) {
    std::printf("%s\n", comparison.dump(2).c_str());
  } else {
    print_tables(comparison);
  }
  if (beyond.is_null()) return;
  std::fflush(stdout);
  throw Failure(beyond.get<std::string>() +
                ": its values lie farther from the reference than its accuracy class allows");
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("MODEL", options->model.deploy, "the network: a Caffe prototxt")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("FILE", options->files,
                 "inputs, as many items as the batch (random ones unless given); see `run`");
  app.add_option("--weights", options->model.weights, "a caffemodel (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option("--output", options->model.outputs,
                 "a blob that becomes an output (those that no layer reads unless given)")
      ->allow_extra_args(false);
  app.add_option("--plan", options->plan, "a plan of this network (one is built unless given)")
      ->check(CLI::ExistingFile);
  app.add_option("--batch", options->batch, "items (1 unless given)")->check(positive_count());
  set_up_pictures(app, options->pictures);
  app.add_flag("--json", options->as_json, "everything, as JSON");
  return [options] { run(*options); };
}

const Command command("compare", "holds each layer of an engine against the reference",
                      "MODEL [FILE...] [--weights FILE] [--output NAME...] [--plan FILE] "
                      "[--batch N] [--mean MEAN] [--scale FACTOR] [--channels rgb|bgr] [--json]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
