#include <ingot/onnx.h>

#include <memory>

#include "caffe_network.h"
#include "command.h"
#include "files.h"
#include "option_checks.h"

namespace ingot::tools {
namespace {

struct Options {
  CaffeModel model;
  std::string onnx;
  bool optimised = false;
  int batch = 0;
};

void run(const Options& options) {
  require_output(options.onnx, {options.model.deploy, options.model.weights});
  CaffeNetwork network(options.model);
  const OnnxStage stage = options.optimised ? OnnxStage::kOPTIMISED : OnnxStage::kPARSED;
  if (!saveOnnx(network.definition(), options.onnx.c_str(), stage, options.batch)) {
    network.fail(options.onnx + ": cannot be written");
  }
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("MODEL", options->model.deploy, "the network: a Caffe prototxt")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--onnx", options->onnx, "the file to write")->required()->check(output_path());
  app.add_option("--weights", options->model.weights, "a caffemodel (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option("--output", options->model.outputs,
                 "blobs that become outputs (those that no layer reads unless given)");
  app.add_option("--batch", options->batch, "a fixed batch (any number of items unless given)")
      ->check(positive_count());
  app.add_flag("--optimised", options->optimised, "as the builder leaves it: folded, merged");
  return [options] { run(*options); };
}

const Command command("export", "writes a network as an ONNX model",
                      "MODEL --onnx FILE [--optimised] [--weights FILE] [--output NAME...] "
                      "[--batch N]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
