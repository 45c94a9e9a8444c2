#include <NvCaffeParser.h>
#include <ingot/device.h>
#include <ingot/plan.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/load/small_network.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

std::atomic<size_t> num_allocations = 0;

}  // namespace

// The program's own, which the libraries use too.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(size_t size) {
  ++num_allocations;
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  ++num_allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, size_t size) {
  ++num_allocations;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  ++num_allocations;
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, size_t alignment, size_t size) {
  ++num_allocations;
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
}

namespace ingot::test {
namespace {

/// Runs often, after the first time.
template <class Run>
void expect_no_allocations(const Run& run) {
  const size_t before_first = num_allocations;
  ASSERT_TRUE(run());
  EXPECT_GT(num_allocations, before_first) << "allocations are not seen";
  // Once in a while a stream starts one more worker, of few; that allocates.
  size_t least = SIZE_MAX;
  for (int block = 0; block < 3; ++block) {
    const size_t before = num_allocations;
    bool runs = true;
    for (int i = 0; i < 1000; ++i) runs = run() && runs;
    least = std::min<size_t>(least, num_allocations - before);
    EXPECT_TRUE(runs);
  }
  EXPECT_EQ(least, 0U);
}

constexpr int kThreads = 2;

/// The tutorial's network, one picture an inference; null where it is not on this machine.
std::unique_ptr<nvinfer1::IHostMemory> lenet(nvinfer1::ILogger& logger) {
  const std::string folder = std::string(INGOT_SOURCE_DIR) + "/examples/tutorial/lenet.";
  const auto builder = own(nvinfer1::createInferBuilder(logger));
  EXPECT_TRUE(builder->setMaxThreads(kThreads));
  const auto network = own(builder->createNetworkV2(0));
  const auto parser = own(nvcaffeparser1::createCaffeParser());
  const auto* blobs = parser->parse((folder + "prototxt").c_str(), (folder + "caffemodel").c_str(),
                                    *network, nvinfer1::DataType::kFLOAT);
  if (blobs == nullptr) return nullptr;
  network->markOutput(*blobs->find("prob"));
  const auto config = own(builder->createBuilderConfig());
  return own(builder->buildSerializedNetwork(*network, *config));
}

bool has_blocks(nvinfer1::ILogger& logger, const nvinfer1::IHostMemory& plan) {
  const auto json = own(describePlan(logger, plan.data(), plan.size()));
  const std::string text(static_cast<const char*>(json->data()), json->size());
  return text.find("\"format\":\"c8\"") != std::string::npos ||
         text.find("\"format\":\"c16\"") != std::string::npos;
}

TEST(Enqueue, AllocatesNothingAfterTheFirstRun) {
  SilentLogger logger;
  const auto plan = SmallNetwork().build(logger);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  Bindings bindings(*context);
  expect_no_allocations([&] { return bindings.run(); });
}

TEST(Enqueue, AllocatesNothingInBlocksOnTwoThreads) {
  SilentLogger logger;
  const auto plan = lenet(logger);
  if (plan == nullptr) GTEST_SKIP() << "there is no " << INGOT_SOURCE_DIR << "/examples/tutorial";
  EXPECT_TRUE(has_blocks(logger, *plan) || std::string(chosenDevice()) != "cpu");
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  EXPECT_TRUE(runtime->setMaxThreads(kThreads));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  constexpr size_t kPixels = 28 * 28;
  constexpr size_t kDigits = 10;
  Bindings bindings(*context, {"data", kPixels}, {"prob", kDigits});
  expect_no_allocations([&] { return bindings.run(); });
}

}  // namespace
}  // namespace ingot::test

#endif
