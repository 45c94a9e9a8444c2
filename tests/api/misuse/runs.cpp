// Runs of a context.
#include "tests/api/misuse/contexts.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using nvinfer1::IExecutionContext;

/// A run of an implicit batch of so many items.
std::function<bool(Workshop&)> batch_of(int32_t items) {
  return on<Batch::kImplicit>(
      [=](IExecutionContext& c) { return !c.execute(items, Bindings().get()); });
}

/// Runs by binding index and by name on a context without device memory.
bool refuses_without_memory(Workshop& w) {
  const auto engine = w.engine(Batch::kFixed);
  const std::unique_ptr<IExecutionContext> context(
      engine->createExecutionContextWithoutDeviceMemory());
  return !context->executeV2(Bindings().get());
}

const std::vector<Misuse> kRuns = {
    {"batch of no items", batch_of(0), {"IExecutionContext::execute", "the batch is 0", "1 to 4"}},
    {"batch of minus 1", batch_of(-1), {"the batch is -1", "1 to 4"}},
    {"batch larger than the largest", batch_of(5), {"the batch is 5", "1 to 4"}},
    {"batch with an explicit batch",
     on<Batch::kFixed>(
         [](IExecutionContext& c) { return !c.enqueue(1, Bindings().get(), nullptr, nullptr); }),
     {"IExecutionContext::enqueue", "explicit batch", "enqueueV2"}},
    {"no batch with an implicit batch",
     on<Batch::kImplicit>(
         [](IExecutionContext& c) { return !c.enqueueV2(Bindings().get(), nullptr, nullptr); }),
     {"IExecutionContext::enqueueV2", "implicit batch", "enqueue with the batch"}},
    {"no batch by name with an implicit batch",
     on<Batch::kImplicit>([](IExecutionContext& c) { return !c.enqueueV3(nullptr); }),
     {"IExecutionContext::enqueueV3", "implicit batch"}},
    {"null array of bindings",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.executeV2(nullptr); }),
     {"IExecutionContext::executeV2", "the array of bindings is null"}},
    {"null array of bindings with a batch",
     on<Batch::kImplicit>([](IExecutionContext& c) { return !c.execute(1, nullptr); }),
     {"IExecutionContext::execute", "the array of bindings is null"}},
    {"null input",
     on<Batch::kFixed>([](IExecutionContext& c) {
       return !c.enqueueV2(Bindings().without(0), nullptr, nullptr);
     }),
     {"input 'x' has no address"}},
    {"null output",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.executeV2(Bindings().without(1)); }),
     {"output 'y' has no address"}},
    {"run before the addresses are set",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.enqueueV3(nullptr); }),
     {"IExecutionContext::enqueueV3", "input 'x' has no address"}},
    {"run after an address was withdrawn",
     on<Batch::kFixed>([](IExecutionContext& c) {
       Bindings bindings;
       bindings.set(c);
       c.setTensorAddress("y", nullptr);
       return !c.enqueueV3(nullptr);
     }),
     {"output 'y' has no address"}},
    {"run before the shapes are set",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       Bindings bindings;
       bindings.set(c);
       return !c.enqueueV3(nullptr);
     }),
     {"IExecutionContext::enqueueV3", "not every input has its shape"}},
    {"run with bindings before the shapes are set",
     on<Batch::kDynamic>([](IExecutionContext& c) { return !c.executeV2(Bindings().get()); }),
     {"IExecutionContext::executeV2", "not every input has its shape"}},
    {"run without device memory",
     refuses_without_memory,
     {"IExecutionContext::executeV2", "without device memory", "setDeviceMemory"}},
    {"run on a stream that is gone",
     on<Batch::kFixed>([](IExecutionContext& c) {
       return !c.enqueueV2(Bindings().get(), destroyed_stream(), nullptr);
     }),
     {"IExecutionContext::enqueueV2", "cudaErrorInvalidResourceHandle"}},
    {"run by name on a stream that is gone",
     on<Batch::kFixed>([](IExecutionContext& c) {
       Bindings bindings;
       bindings.set(c);
       return !c.enqueueV3(destroyed_stream());
     }),
     {"IExecutionContext::enqueueV3", "cudaErrorInvalidResourceHandle"}},
    {"event that is gone",
     on<Batch::kFixed>([](IExecutionContext& c) {
       Bindings bindings;
       cudaEvent_t event = destroyed_event();
       const bool is_accepted = c.enqueueV2(bindings.get(), nullptr, &event);
       return !is_accepted && cudaStreamSynchronize(nullptr) == cudaSuccess;
     }),
     {"IExecutionContext::enqueueV2", "cudaEventRecord", "cudaErrorInvalidResourceHandle"}},
    {"event by name that is gone",
     on<Batch::kFixed>([](IExecutionContext& c) {
       Bindings bindings;
       bindings.set(c);
       c.setInputConsumedEvent(destroyed_event());
       const bool is_accepted = c.enqueueV3(nullptr);
       return !is_accepted && cudaStreamSynchronize(nullptr) == cudaSuccess;
     }),
     {"IExecutionContext::enqueueV3", "cudaEventRecord"}},
};

INGOT_MISUSES(Runs, kRuns);

}  // namespace
}  // namespace ingot::test
