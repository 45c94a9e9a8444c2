// Classes of the program that throw, or that give what is no use.
#include "tests/api/misuse/contexts.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using nvinfer1::IExecutionContext;

[[noreturn]] void fail() { throw std::runtime_error("no such thing"); }

class ThrowingAllocator final : public nvinfer1::IGpuAllocator {
  void* allocate(uint64_t, uint64_t, nvinfer1::AllocatorFlags) override { fail(); }
  bool deallocate(void*) override { fail(); }
};

/// Gives an address of its own, such as null.
class FixedAllocator final : public nvinfer1::IGpuAllocator {
 public:
  explicit FixedAllocator(void* address) : address_(address) {}
  void* allocate(uint64_t, uint64_t, nvinfer1::AllocatorFlags) override { return address_; }
  bool deallocate(void*) override { return true; }

 private:
  void* address_;
};

class ThrowingProfiler final : public nvinfer1::IProfiler {
  void reportLayerTime(const char*, float) override { fail(); }
};

class ThrowingMonitor final : public nvinfer1::IProgressMonitor {
  void phaseStart(const char*, const char*, int32_t) override { fail(); }
  bool stepComplete(const char*, int32_t) override { fail(); }
  void phaseFinish(const char*) override { fail(); }
};

class ThrowingOutput final : public nvinfer1::IOutputAllocator {
  void* reallocateOutput(const char*, void*, uint64_t, uint64_t) override { fail(); }
  void notifyShape(const char*, const nvinfer1::Dims&) override { fail(); }
};

class NoOutput final : public nvinfer1::IOutputAllocator {
  void notifyShape(const char*, const nvinfer1::Dims&) override {}
};

bool refuses_context(Workshop& w, nvinfer1::IGpuAllocator& allocator) {
  w.runtime->setGpuAllocator(&allocator);
  const auto engine = w.engine(Batch::kFixed);
  w.runtime->setGpuAllocator(nullptr);
  return engine->createExecutionContext() == nullptr;
}

template <class Output>
bool refuses_run(IExecutionContext& context) {
  Bindings bindings;
  bindings.set(context);
  Output output;
  return context.setOutputAllocator("y", &output) && !context.enqueueV3(nullptr);
}

const std::vector<Misuse> kProgramCode = {
    {"allocator that throws",
     [](Workshop& w) {
       ThrowingAllocator allocator;
       return refuses_context(w, allocator);
     },
     {"ICudaEngine::createExecutionContext", "IGpuAllocator::allocate threw", "no such thing"}},
    {"allocator without memory",
     [](Workshop& w) {
       FixedAllocator allocator(nullptr);
       return refuses_context(w, allocator);
     },
     {"ICudaEngine::createExecutionContext", "IGpuAllocator has no", "bytes"}},
    {"allocator that does not align",
     [](Workshop& w) {
       alignas(256) static char bytes[16];
       FixedAllocator allocator(bytes + 1);
       return refuses_context(w, allocator);
     },
     {"IGpuAllocator gave memory that is not aligned to 256 bytes"}},
    {"profiler that throws",
     on<Batch::kFixed>([](IExecutionContext& c) {
       ThrowingProfiler profiler;
       c.setProfiler(&profiler);
       return c.executeV2(Bindings().get()) && !c.reportToProfiler();
     }),
     {"IExecutionContext::reportToProfiler", "IProfiler::reportLayerTime threw", "no such thing"}},
    {"monitor that throws",
     [](Workshop& w) {
       ThrowingMonitor monitor;
       w.config->setProgressMonitor(&monitor);
       w.network->markOutput(*w.network->addSoftMax(*w.x)->getOutput(0));
       const bool is_refused = w.builder->buildSerializedNetwork(*w.network, *w.config) == nullptr;
       w.config->setProgressMonitor(nullptr);
       return is_refused;
     },
     {"IBuilder::buildSerializedNetwork", "IProgressMonitor threw", "no such thing"}},
    {"output allocator that throws",
     on<Batch::kFixed>(refuses_run<ThrowingOutput>),
     {"IExecutionContext::enqueueV3", "IOutputAllocator::reallocateOutputAsync threw"}},
    {"output allocator without memory",
     on<Batch::kFixed>(refuses_run<NoOutput>),
     {"IExecutionContext::enqueueV3", "IOutputAllocator has no 16 bytes for output 'y'"}},
};

INGOT_MISUSES(ProgramCode, kProgramCode);

TEST(Misuse, ALoggerThatThrowsIsHeardAndTheErrorRecorded) {
  Log log;
  Recorder recorder;
  Workshop workshop(log, recorder);
  log.throws = true;
  EXPECT_EQ(workshop.builder->buildSerializedNetwork(*workshop.network, *workshop.config), nullptr);
  EXPECT_EQ(log.errors.size(), 1U);
  EXPECT_EQ(recorder.errors.size(), 1U);
  EXPECT_TRUE(workshop.works());
}

TEST(Misuse, ARecorderThatThrowsIsHeardAndTheErrorLogged) {
  Log log;
  Recorder recorder;
  {
    Workshop workshop(log, recorder);
    recorder.throws = true;
    EXPECT_EQ(workshop.builder->buildSerializedNetwork(*workshop.network, *workshop.config),
              nullptr);
    EXPECT_EQ(log.errors.size(), 1U);
    EXPECT_EQ(recorder.errors.size(), 1U);
    EXPECT_TRUE(workshop.works());
  }
  EXPECT_EQ(recorder.references, 0);
}

}  // namespace
}  // namespace ingot::test
