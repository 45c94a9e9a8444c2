#include "api/execution_context.h"

#include "api/guard.h"
#include "api/program_call.h"
#include "api/streams.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

ExecutionContext::ExecutionContext(Engine& engine, bool allocates_memory)
    : engine_(engine),
      reporter_(engine.reporter()),
      core_(std::make_shared<runtime::Context>(engine.share_core())),
      addresses_(plan().bindings.size()),
      output_allocators_(plan().bindings.size()),
      invocations_(engine.core().device(), plan().bindings.size(), reporter_) {
  if (!allocates_memory) return;
  memory_ =
      std::make_unique<DeviceMemory>(engine.core().device(), engine.allocator(), plan().arena_size);
  use_memory(memory_->data());
}

void ExecutionContext::use_memory(void* memory) {
  require(reinterpret_cast<uintptr_t>(memory) % kAlignment == 0, ErrorCode::kInvalidArgument,
          [] { return "device memory must be aligned to 256 bytes"; });
  core_->set_arena(static_cast<std::byte*>(memory));
  has_memory_ = memory != nullptr || plan().arena_size == 0;
}

void ExecutionContext::setDeviceMemory(void* memory) {
  guard_void(reporter_, "IExecutionContext::setDeviceMemory", [&] { use_memory(memory); });
}

void ExecutionContext::setDeviceMemoryV2(void* memory, int64_t size) {
  guard_void(reporter_, "IExecutionContext::setDeviceMemoryV2", [&] {
    require(size >= 0 && static_cast<uint64_t>(size) >= plan().arena_size,
            ErrorCode::kInvalidArgument,
            [&] { return str("the context needs ", plan().arena_size, " bytes, got ", size); });
    use_memory(memory);
  });
}

std::size_t ExecutionContext::updateDeviceMemorySizeForShapes() {
  return guard(reporter_, "IExecutionContext::updateDeviceMemorySizeForShapes", std::size_t{0},
               [&] {
                 require(core_->has_all_shapes(), ErrorCode::kInvalidState,
                         [] { return "not every input has its shape yet"; });
                 return static_cast<std::size_t>(plan().arena_size);
               });
}

void ExecutionContext::require_batch_kind(bool implicit) const {
  require(plan().implicit_batch == implicit, ErrorCode::kInvalidState, [&] {
    return plan().implicit_batch
               ? "the engine was built with implicit batch; use execute or enqueue with the batch"
               : "the engine was built with explicit batch; use executeV2, enqueueV2 or enqueueV3";
  });
}

void* const* ExecutionContext::of_profile(void* const* bindings) const {
  require(bindings != nullptr, ErrorCode::kInvalidArgument,
          [] { return "the array of bindings is null"; });
  return bindings + core_->profile() * plan().bindings.size();
}

bool ExecutionContext::execute(int32_t batch, void* const* bindings) {
  return guard(reporter_, "IExecutionContext::execute", false, [&] {
    require_batch_kind(true);
    core_->set_batch(batch);
    queue(of_profile(bindings), nullptr);
    wait(nullptr);
    return true;
  });
}

bool ExecutionContext::enqueue(int32_t batch, void* const* bindings, cudaStream_t stream,
                               cudaEvent_t* input_consumed) {
  return guard(reporter_, "IExecutionContext::enqueue", false, [&] {
    require_batch_kind(true);
    core_->set_batch(batch);
    queue(of_profile(bindings), stream);
    if (input_consumed != nullptr) record(*input_consumed, stream);
    return true;
  });
}

bool ExecutionContext::executeV2(void* const* bindings) {
  return guard(reporter_, "IExecutionContext::executeV2", false, [&] {
    require_batch_kind(false);
    queue(of_profile(bindings), nullptr);
    wait(nullptr);
    return true;
  });
}

bool ExecutionContext::enqueueV2(void* const* bindings, cudaStream_t stream,
                                 cudaEvent_t* input_consumed) {
  return guard(reporter_, "IExecutionContext::enqueueV2", false, [&] {
    require_batch_kind(false);
    queue(of_profile(bindings), stream);
    if (input_consumed != nullptr) record(*input_consumed, stream);
    return true;
  });
}

bool ExecutionContext::enqueueV3(cudaStream_t stream) {
  return guard(reporter_, "IExecutionContext::enqueueV3", false, [&] {
    require_batch_kind(false);
    use_output_allocators(stream);
    queue(addresses_.data(), stream);
    if (input_consumed_ != nullptr) record(input_consumed_, stream);
    return true;
  });
}

void ExecutionContext::require_addresses(void* const* addresses) const {
  for (size_t i = 0; i < plan().bindings.size(); ++i) {
    require(addresses[i] != nullptr || byte_size(i) == 0U, ErrorCode::kInvalidArgument, [&] {
      return str(binding(i).is_input ? "input" : "output", " '", binding(i).name,
                 "' has no address");
    });
  }
}

void ExecutionContext::queue(void* const* addresses, cudaStream_t stream) {
  require(has_memory_, ErrorCode::kInvalidState,
          [] { return "the context was made without device memory; call setDeviceMemory first"; });
  auto program = core_->program();
  require_addresses(addresses);
  const bool captures = is_capturing(stream);
  if (captures) program->require_recordable();
  const bool is_profiled = profiler_ != nullptr && !captures;
  if (is_profiled && !laps_) laps_ = core_->engine().device().create_laps(plan().steps.size() + 1);
  Invocation& invocation = invocations_.acquire(captures);
  invocation.program = std::move(program);
  invocation.addresses.assign(addresses, addresses + plan().bindings.size());
  if (is_profiled) {
    invocation.laps = laps_.get();
    profiled_stream_ = stream;
  }
  try {
    if (invocations_.follow(stream)) {
      invocations_.launch(invocation);
    } else if (captures) {
      launch(stream, Invocation::run, &invocation);
    } else {
      call_back(stream, Invocation::call_back, &invocation);
    }
  } catch (...) {
    invocations_.release(invocation);
    throw;
  }
  if (is_profiled && enqueue_emits_profile_) {
    wait(stream);
    reportToProfiler();
  }
}

void ExecutionContext::setAuxStreams(cudaStream_t* streams, int32_t count) {
  guard_void(reporter_, "IExecutionContext::setAuxStreams", [&] {
    require(count >= 0 && (streams != nullptr || count == 0), ErrorCode::kInvalidArgument,
            [&] { return str("expected an array of 0 or more streams, got ", count); });
  });
}

void ExecutionContext::setName(const char* name) {
  guard_void(reporter_, "IExecutionContext::setName", [&] {
    require(name != nullptr, ErrorCode::kInvalidArgument, [] { return "the new name is null"; });
    name_ = name;
  });
}

bool ExecutionContext::reportToProfiler() const {
  return guard(reporter_, "IExecutionContext::reportToProfiler", false, [&] {
    require(profiler_ != nullptr, ErrorCode::kInvalidState,
            [] { return "no profiler is set; call setProfiler first"; });
    wait(profiled_stream_);
    require(laps_ != nullptr, ErrorCode::kInvalidState,
            [] { return "nothing was enqueued since the profiler was set"; });
    const std::vector<double> seconds = laps_->seconds();
    for (size_t i = 0; i < seconds.size(); ++i) {
      const char* const name = plan().steps[i].name.c_str();
      const auto milliseconds = static_cast<float>(seconds[i] * 1e3);
      call_program("IProfiler::reportLayerTime",
                   [&] { profiler_->reportLayerTime(name, milliseconds); });
    }
    return true;
  });
}

bool ExecutionContext::setOptimizationProfile(int32_t profile) {
  return guard(reporter_, "IExecutionContext::setOptimizationProfile", false, [&] {
    require(profile >= 0, ErrorCode::kInvalidArgument,
            [&] { return str("there is no profile ", profile); });
    core_->set_profile(static_cast<size_t>(profile));
    return true;
  });
}

bool ExecutionContext::setOptimizationProfileAsync(int32_t profile, cudaStream_t stream) {
  return guard(reporter_, "IExecutionContext::setOptimizationProfileAsync", false, [&] {
    is_capturing(stream);  // throws unless the stream exists
    return setOptimizationProfile(profile);
  });
}

int32_t ExecutionContext::getOptimizationProfile() const {
  return static_cast<int32_t>(core_->profile());
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
