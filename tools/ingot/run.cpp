#include <cstdio>
#include <memory>
#include <optional>

#include "command.h"
#include "execution.h"
#include "item_file.h"
#include "loaded_engine.h"
#include "option_checks.h"
#include "output_files.h"
#include "picture_options.h"
#include "ranking.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

struct Options {
  EngineSource source;
  std::vector<std::string> files;
  int batch = 0;  ///< 0: what the engine takes, else 1
  std::string shapes;
  PictureOptions pictures;
  std::string labels;
  int top = 0;  ///< 0: 5, unless files are written
  std::string save;
  bool as_json = false;
};

int batch_of(const Options& options, const LoadedEngine& engine) {
  if (options.batch > 0) return options.batch;
  const Shapes& shapes = options.source.model.shapes;
  if (!shapes.empty() && !shapes.begin()->second.empty()) {
    return static_cast<int>(shapes.begin()->second[0]);
  }
  return std::max(1, engine.fixed_batch());
}

/// Files that are read. Of NAME=FILE both are one: which it is depends on the inputs' names.
std::vector<std::string> inputs_of(const Options& options) {
  const CaffeModel& model = options.source.model;
  std::vector<std::string> inputs{model.deploy, model.weights, options.labels,
                                  options.pictures.mean};
  for (const std::string& word : options.files) {
    inputs.push_back(word);
    inputs.push_back(word.substr(word.find('=') + 1));
  }
  return inputs;
}

void require_batches(const std::vector<Tensor*>& tensors, int batch) {
  for (const Tensor* tensor : tensors) {
    if (!tensor->shape.empty() && tensor->shape[0] == batch) continue;
    throw Failure(tensor->name + ": is " + shape_text(tensor->shape) +
                  ", its first extent is not the batch of " + std::to_string(batch));
  }
}

/// Prints rankings at once, or as JSON in the end.
class Report {
 public:
  explicit Report(const Options& options)
      : as_json_(options.as_json),
        is_wanted_(options.save.empty() || options.top > 0 || !options.labels.empty() ||
                   options.as_json),
        ranking_(options.top > 0 ? options.top : 5, options.labels) {}

  void add(const std::string& item, int place, const std::vector<Tensor*>& outputs) {
    for (Tensor* output : outputs) {
      if (!is_wanted_) continue;
      const json top = ranking_.of(*output, output->item(place));
      if (as_json_) {
        entries_.push_back({{"item", item}, {"output", output->name}, {"top", top}});
      } else {
        const std::string title = outputs.size() == 1 ? item : item + "  " + output->name;
        std::printf("%s\n%s", printable(title).c_str(), ranking_text(top).c_str());
        std::fflush(stdout);
      }
    }
  }

  void finish() const {
    if (!as_json_) return;
    constexpr auto kReplace = json::error_handler_t::replace;
    std::printf("%s\n", entries_.dump(2, ' ', false, kReplace).c_str());
  }

 private:
  bool as_json_;
  bool is_wanted_;
  Ranking ranking_;
  json entries_ = json::array();
};

/// A run over all items, a batch after the other.
class Run {
 public:
  explicit Run(const Options& options)
      : options_(options),
        conversion_(conversion_of(options.pictures)),
        report_(options),
        engine_(options.source),
        execution_(make_execution(batch_of(options, engine_))),
        items_(options.files, execution_->inputs(), conversion_) {
    if (!options.save.empty()) {
      files_.emplace(options.save, items_, execution_->outputs(), conversion_, inputs_of(options));
    }
  }

  void all() {
    for (int first = 0; first < items_.count(); first += execution_->batch()) {
      const int count = std::min(execution_->batch(), items_.count() - first);
      if (count < execution_->batch()) execution_ = make_execution(count);
      run_batch(first);
    }
    if (files_) files_->finish(execution_->outputs());
    report_.finish();
  }

 private:
  std::unique_ptr<Execution> make_execution(int batch) {
    auto execution = std::make_unique<Execution>(engine_, batch, options_.source.model.shapes);
    require_batches(execution->inputs(), batch);
    require_batches(execution->outputs(), batch);
    return execution;
  }

  void run_batch(int first) {
    items_.read(first, execution_->batch(), execution_->inputs());
    execution_->upload();
    execution_->enqueue();
    execution_->download();
    execution_->wait();
    const std::vector<Tensor*> outputs = execution_->outputs();
    for (int i = 0; i < execution_->batch(); ++i) {
      report_.add(items_.name(first + i), i, outputs);
      if (files_) files_->add(first + i, i, outputs);
    }
  }

  const Options& options_;
  PictureConversion conversion_;
  Report report_;
  LoadedEngine engine_;
  std::unique_ptr<Execution> execution_;
  ItemFiles items_;
  std::optional<OutputFiles> files_;
};

void run(Options& options) {
  require_output_pattern(options.save, inputs_of(options));
  options.source.settings.batch = std::max(1, options.batch);
  if (!options.shapes.empty()) options.source.model.shapes = read_shapes(options.shapes);
  Run(options).all();
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  set_up_source(app, options->source);
  app.add_option("FILE", options->files,
                 "inputs: pictures (PGM, PPM, PNG, JPEG), .npy or raw files; NAME=FILE where there "
                 "are several inputs")
      ->required();
  app.add_option("--batch", options->batch, "items at a time (1 unless given)")
      ->check(positive_count());
  app.add_option("--shapes", options->shapes, "of inputs, batch included: data:1x3x224x224")
      ->check(readable(read_shapes));
  set_up_pictures(app, options->pictures);
  app.add_option("--labels", options->labels, "a file with a label a line")
      ->check(CLI::ExistingFile);
  app.add_option("--top", options->top, "how many of the largest values are shown (5 unless given)")
      ->check(positive_count());
  app.add_option("--save", options->save,
                 "a file for the outputs: .npy, or pictures .png, .ppm, .pgm; {output}, {name} and "
                 "{number} stand for the output, the input's file and the item")
      ->check(output_path())
      ->check(readable(require_pattern));
  app.add_flag("--json", options->as_json, "the largest values as JSON");
  return [options] { run(*options); };
}

const Command command("run", "runs a plan or a model on files",
                      "MODEL FILE... [--weights FILE] [--output NAME...] [--batch N] "
                      "[--shapes NAME:EXTENTS] [--mean MEAN] [--scale FACTOR] "
                      "[--channels rgb|bgr] [--labels FILE] [--top K] [--save FILE] [--json]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
