#pragma once

#include <CLI/App.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "build_plan.h"
#include "caffe_network.h"
#include "logger.h"

namespace ingot::tools {

/// Where an engine comes from.
struct EngineSource {
  CaffeModel model;        ///< `deploy`: a plan, or a prototxt that is built
  BuildSettings settings;  ///< of what is built
};

/// Whether the file is a plan. Throws Failure when it cannot be read.
bool is_plan(const std::string& path);
/// Throws Failure where `model`, a plan, comes with options of a prototxt.
void refuse_model_options(const CaffeModel& model);

/// Defines MODEL, --weights and --output.
void set_up_source(CLI::App& app, EngineSource& source);

/// An engine, and what it lives on. Warnings of its runtime are printed; a plan that is tuned again
/// has a progress bar where the standard error is a terminal, and can be interrupted.
class LoadedEngine {
 public:
  /// Loads a plan or builds a model. Throws Failure.
  explicit LoadedEngine(const EngineSource& source);
  /// Loads a plan's file. Throws Failure.
  explicit LoadedEngine(const std::string& path);
  /// Loads the bytes of a plan, which errors call by `name`. Throws Failure.
  LoadedEngine(std::span<const std::byte> plan, const std::string& name);

  nvinfer1::ICudaEngine& operator*() const { return *engine_; }
  nvinfer1::ICudaEngine* operator->() const { return engine_.get(); }

  /// The only batch that an engine with explicit batch takes; 0: any.
  int fixed_batch() const;
  /// Throws Failure with the first error that was logged, else with `otherwise`.
  [[noreturn]] void fail(const std::string& otherwise) const;

 private:
  LoadedEngine();

  void load(const std::string& path);
  void load(std::span<const std::byte> plan, const std::string& name);
  /// load_engine() while a progress bar follows it.
  void watch(const std::function<nvinfer1::ICudaEngine*()>& load_engine);

  std::unique_ptr<Logger> logger_;
  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
};

}  // namespace ingot::tools
