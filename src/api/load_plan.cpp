#include "api/load_plan.h"

#include <algorithm>
#include <chrono>

#include "api/device_memory.h"
#include "api/devices.h"
#include "api/engine.h"
#include "api/progress.h"
#include "api/times_file.h"
#include "base/text.h"
#include "compiler/compile.h"
#include "compiler/progress.h"
#include "plan/serialize.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using Severity = nvinfer1::ILogger::Severity;

/// What the plan has for devices other than this one, its own before the rest.
std::vector<plan::Tuned> others_beside(const std::string& device, const plan::Plan& plan) {
  std::vector<plan::Tuned> others{plan::tuned_of(plan)};
  others.insert(others.end(), plan.others.begin(), plan.others.end());
  std::erase_if(others, [&](const plan::Tuned& other) { return plan::device_of(other) == device; });
  others.resize(std::min(others.size(), plan::kMaxOthers));
  return others;
}

plan::Plan compile(const plan::Plan& plan, compiler::Settings settings,
                   nvinfer1::IProgressMonitor* monitor) {
  Progress progress(monitor, "tuning the plan", compiler::kNumPhases);
  settings.progress = progress.listener();
  plan::Plan tuned = with_context([] { return std::string("the network that the plan keeps"); },
                                  [&] { return compile(plan::read_network(plan), settings); });
  progress.complete("the build was cancelled");
  return tuned;
}

plan::Plan tune_again(const plan::Plan& plan, const Reporter& reporter, const Loading& loading,
                      const char* why) {
  const auto begin = std::chrono::steady_clock::now();
  compiler::Settings settings = compiler::settings_of(plan);
  settings.device = &default_device();
  settings.memory = measuring_memory(*settings.device, loading.allocator);
  settings.log = reporter.sink();
  TimesFile times(reporter);
  settings.timing_cache = &times.cache();
  plan::Plan tuned = compile(plan, settings, loading.monitor);
  times.save();
  tuned.others = others_beside(tuned.device, plan);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  reporter.log(Severity::kWARNING,
               str("the plan was built for ", plan.device, " and cannot run here (", why,
                   "); its network was tuned again for ", tuned.device, " in ", taken.count(),
                   " s. Save the engine to spare that the next time"));
  return tuned;
}

}  // namespace

Engine* load_plan(plan::Plan plan, const Reporter& reporter, const Loading& loading) {
  nvinfer1::IGpuAllocator* const allocator = loading.allocator;
  if (loading.is_strict || plan.network.text.size() == 0) {
    return new Engine(std::move(plan), reporter, allocator);
  }
  std::string why;
  try {
    return new Engine(plan, reporter, allocator);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kUnsupported) throw;
    why = error.what();
  }
  return new Engine(tune_again(plan, reporter, loading, why.c_str()), reporter, allocator);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
