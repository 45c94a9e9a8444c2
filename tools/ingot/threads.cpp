#include "threads.h"

#include <cstdlib>
#include <string>
#include <thread>

#include "numbers.h"

namespace ingot::tools {

void set_threads(int count) {
  if (count > 0) setenv("INGOT_THREADS", std::to_string(count).c_str(), 1);
}

int threads() {
  const char* text = std::getenv("INGOT_THREADS");
  const auto count = text == nullptr ? std::nullopt : read_number<int>(text);
  return count ? *count : static_cast<int>(std::thread::hardware_concurrency());
}

}  // namespace ingot::tools
