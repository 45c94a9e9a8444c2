#include "api/progress.h"

#include <utility>

#include "api/program_call.h"
#include "base/error.h"
#include "compiler/progress.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

constexpr const char* kMethods = "IProgressMonitor";

}  // namespace

Progress::Progress(nvinfer1::IProgressMonitor* monitor, const char* work, size_t num_phases)
    : monitor_(monitor), work_(work) {
  if (monitor_ != nullptr) {
    call_program(kMethods,
                 [&] { monitor_->phaseStart(work_, nullptr, static_cast<int32_t>(num_phases)); });
  }
}

Progress::~Progress() {
  if (monitor_ != nullptr) finish_early();
}

compiler::Progress Progress::listener() {
  if (monitor_ == nullptr) return {};
  return [this](std::string_view phase, std::string_view step, size_t index, size_t count) {
    return call_program(kMethods, [&] { return begin_step(phase, step, index, count); });
  };
}

void Progress::complete(const char* if_cancelled) {
  const bool goes_on =
      monitor_ == nullptr || call_program(kMethods, [&] { return finish_phase(); });
  require(goes_on, ErrorCode::kInvalidState, [&] { return if_cancelled; });
}

/// A step that begins says that the one before it is complete.
bool Progress::begin_step(std::string_view phase, std::string_view step, size_t index,
                          size_t count) {
  if (phase == compiler::kTimingPhase) return begin_candidate(phase, index, count);
  const bool goes_on = phase == phase_ ? finish_step(index) : start_phase(phase, count);
  if (goes_on && !step.empty()) start_layer(step);
  return goes_on;
}

/// `next` is the step that follows.
bool Progress::finish_step(size_t next) {
  if (!finish_layer()) return false;
  return next == 0 || monitor_->stepComplete(phase_.c_str(), static_cast<int32_t>(next - 1));
}

void Progress::start_layer(std::string_view name) {
  layer_ = "layer " + std::string(name);
  monitor_->phaseStart(layer_.c_str(), phase_.c_str(), 1);
}

bool Progress::begin_candidate(std::string_view phase, size_t index, size_t count) {
  if (index > 0) return monitor_->stepComplete(timing_.c_str(), static_cast<int32_t>(index - 1));
  if (!finish_timing()) return false;
  timing_ = phase;
  num_candidates_ = count;
  const std::string& parent = layer_.empty() ? phase_ : layer_;
  monitor_->phaseStart(timing_.c_str(), parent.c_str(), static_cast<int32_t>(count));
  return true;
}

bool Progress::finish_timing() {
  if (timing_.empty()) return true;
  const auto last = static_cast<int32_t>(num_candidates_ - 1);
  if (!monitor_->stepComplete(timing_.c_str(), last)) return false;
  monitor_->phaseFinish(std::exchange(timing_, {}).c_str());
  return true;
}

bool Progress::finish_layer() {
  if (!finish_timing()) return false;
  if (layer_.empty()) return true;
  if (!monitor_->stepComplete(layer_.c_str(), 0)) return false;
  monitor_->phaseFinish(std::exchange(layer_, {}).c_str());
  return true;
}

bool Progress::start_phase(std::string_view phase, size_t count) {
  if (!finish_phase()) return false;
  phase_ = phase;
  num_steps_ = count;
  monitor_->phaseStart(phase_.c_str(), work_, static_cast<int32_t>(count));
  return true;
}

bool Progress::finish_phase() {
  if (phase_.empty()) return true;
  if (!finish_step(num_steps_)) return false;
  monitor_->phaseFinish(std::exchange(phase_, {}).c_str());
  return monitor_->stepComplete(work_, static_cast<int32_t>(phases_done_++));
}

void Progress::finish_early() noexcept {
  try {
    if (!timing_.empty()) monitor_->phaseFinish(timing_.c_str());
    if (!layer_.empty()) monitor_->phaseFinish(layer_.c_str());
    if (!phase_.empty()) monitor_->phaseFinish(phase_.c_str());
    monitor_->phaseFinish(work_);
  } catch (...) {  // NOLINT(bugprone-empty-catch): the work has its result already
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
