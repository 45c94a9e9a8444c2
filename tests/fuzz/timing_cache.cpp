// A timing cache's file, as it is and with the checksum that its bytes have.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "compiler/timing_cache_file.h"
#include "tests/fuzz/target.h"

namespace {

using Bytes = std::vector<std::byte>;

/// What is read is written as the same bytes.
void read(const Bytes& file) {
  try {
    if (ingot::compiler::write_timings(ingot::compiler::read_timings(file)) != file) std::abort();
  } catch (const ingot::Error&) {  // NOLINT(bugprone-empty-catch): a refusal is a right answer
  }
}

void seal(Bytes& file) {
  constexpr size_t kChecksum = 24;
  if (file.size() < kChecksum + sizeof(uint64_t)) return;
  std::memset(file.data() + kChecksum, 0, sizeof(uint64_t));
  const uint64_t checksum = ingot::hash_bytes(file);
  std::memcpy(file.data() + kChecksum, &checksum, sizeof(checksum));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  Bytes file(bytes.begin(), bytes.end());
  read(file);
  seal(file);
  read(file);
  return 0;
}
