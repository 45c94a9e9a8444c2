#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

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

TEST(Enqueue, AllocatesNothingAfterTheFirstRun) {
  SilentLogger logger;
  const auto plan = SmallNetwork().build(logger);
  const auto runtime = own(nvinfer1::createInferRuntime(logger));
  const auto engine = own(runtime->deserializeCudaEngine(plan->data(), plan->size()));
  const auto context = own(engine->createExecutionContext());
  Bindings bindings(*context);
  const size_t before_first = num_allocations;
  ASSERT_TRUE(bindings.run());
  EXPECT_GT(num_allocations, before_first) << "allocations are not seen";
  // Once in a while a stream starts one more worker, of few; that allocates.
  size_t least = SIZE_MAX;
  for (int block = 0; block < 3; ++block) {
    const size_t before = num_allocations;
    bool runs = true;
    for (int i = 0; i < 1000; ++i) runs = bindings.run() && runs;
    least = std::min<size_t>(least, num_allocations - before);
    EXPECT_TRUE(runs);
  }
  EXPECT_EQ(least, 0U);
}

}  // namespace
}  // namespace ingot::test

#endif
