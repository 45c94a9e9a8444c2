#include "loaded_engine.h"

#include <ingot/ingot.h>

#include <fstream>

#include "failure.h"
#include "interruption.h"
#include "progress_bar.h"

namespace ingot::tools {
namespace {

std::unique_ptr<nvinfer1::IHostMemory> built(const EngineSource& source) {
  const Interruption interruption;
  CaffeNetwork network(source.model);
  Interruption::check();
  return build_plan(network, source.settings);
}

}  // namespace

/// A plan begins with its format's name (docs/plan-format.md).
bool is_plan(const std::string& path) {
  constexpr std::string_view kMagic = "INGOTPLN";
  std::string begin(kMagic.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (!file.is_open() || file.bad()) throw Failure(path + ": cannot be read");
  return begin == kMagic;
}

void refuse_model_options(const CaffeModel& model) {
  if (model.weights.empty() && model.outputs.empty()) return;
  throw Failure(model.deploy +
                ": is a plan, which has its weights and outputs; leave --weights "
                "and --output out");
}

void set_up_source(CLI::App& app, EngineSource& source) {
  app.add_option("MODEL", source.model.deploy, "a plan, or a Caffe prototxt that is built first")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--weights", source.model.weights,
                 "the prototxt's caffemodel (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option("--output", source.model.outputs,
                 "a blob of the prototxt that becomes an output (those that no layer reads unless "
                 "given)")
      ->allow_extra_args(false);
}

LoadedEngine::LoadedEngine()
    : logger_(std::make_unique<Logger>(true)), runtime_(nvinfer1::createInferRuntime(*logger_)) {
  if (runtime_ == nullptr) fail("the library cannot be used");
}

LoadedEngine::LoadedEngine(const EngineSource& source) : LoadedEngine() {
  const std::string& path = source.model.deploy;
  if (is_plan(path)) {
    refuse_model_options(source.model);
    load(path);
  } else {
    const auto plan = built(source);
    load(std::span(static_cast<const std::byte*>(plan->data()), plan->size()), path);
  }
}

LoadedEngine::LoadedEngine(const std::string& path) : LoadedEngine() { load(path); }

LoadedEngine::LoadedEngine(std::span<const std::byte> plan, const std::string& name)
    : LoadedEngine() {
  load(plan, name);
}

void LoadedEngine::load(const std::string& path) {
  watch([&] { return loadEngine(*runtime_, path.c_str()); });
  if (engine_ == nullptr) fail(path + ": cannot be loaded");
}

void LoadedEngine::load(std::span<const std::byte> plan, const std::string& name) {
  watch([&] { return runtime_->deserializeCudaEngine(plan.data(), plan.size()); });
  if (engine_ != nullptr) return;
  const std::string& error = logger_->first_error();
  throw Failure(name + ": " + (error.empty() ? "cannot be loaded" : error));
}

void LoadedEngine::watch(const std::function<nvinfer1::ICudaEngine*()>& load_engine) {
  const Interruption interruption;
  ProgressBar progress(stderr);
  setProgressMonitor(*runtime_, &progress);
  engine_.reset(load_engine());
  setProgressMonitor(*runtime_, nullptr);
  Interruption::check();
}

int LoadedEngine::fixed_batch() const {
  if (engine_->hasImplicitBatchDimension() || engine_->getNbIOTensors() == 0) return 0;
  const nvinfer1::Dims dims = engine_->getTensorShape(engine_->getIOTensorName(0));
  return dims.nbDims > 0 && dims.d[0] > 0 ? static_cast<int>(dims.d[0]) : 0;
}

void LoadedEngine::fail(const std::string& otherwise) const {
  throw Failure(logger_->first_error().empty() ? otherwise : logger_->first_error());
}

}  // namespace ingot::tools
