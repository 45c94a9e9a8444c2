// Preloaded into a program, takes its last word away, a number: the allocation of main's with that
// number, from 1 on, throws std::bad_alloc, as do all that follow it. Operators new are
// allocations.

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

using Main = int (*)(int count, char** words, char** environment);

std::atomic<size_t> until_refusal = 0;  ///< 0: nothing is refused, before main and after it
Main program = nullptr;

int counted_main(int count, char** words, char** environment) {
  until_refusal = std::strtoul(words[count - 1], nullptr, 10);
  words[count - 1] = nullptr;
  const int status = program(count - 1, words, environment);
  until_refusal = 0;
  return status;
}

bool is_refused() {
  size_t left = until_refusal.load();
  while (left > 1) {
    if (until_refusal.compare_exchange_weak(left, left - 1)) return false;
  }
  return left == 1;
}

}  // namespace

// NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's name
extern "C" int __libc_start_main(Main main, int count, char** words, void (*begin)(), void (*end)(),
                                 void (*loader_end)(), void* stack) {
  program = main;
  const auto start =
      reinterpret_cast<decltype(&__libc_start_main)>(dlsym(RTLD_NEXT, "__libc_start_main"));
  return start(counted_main, count, words, begin, end, loader_end, stack);
}

void* operator new(size_t size) {
  void* const block = is_refused() ? nullptr : std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }
