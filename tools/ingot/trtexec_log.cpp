#include "trtexec_log.h"

#include <NvInferVersion.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <span>

#include "text.h"

namespace ingot::tools {

void log_line(char severity, const std::string& text) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 32> time{};
  std::strftime(time.data(), time.size(), "%m/%d/%Y-%H:%M:%S", &local);
  std::FILE* out = severity == 'E' || severity == 'W' ? stderr : stdout;
  std::fprintf(out, "[%s] [%c] %s\n", time.data(), severity, text.c_str());
}

void log_verdict(const char* verdict, int count, char** words) {
  std::printf("&&&& %s TensorRT.trtexec [TensorRT v%d] #", verdict,
              static_cast<int>(NV_TENSORRT_VERSION));
  for (const char* word : std::span(words, static_cast<size_t>(count))) std::printf(" %s", word);
  std::printf("\n");
  std::fflush(stdout);
}

std::string plain(double number) { return number_text("%g", number); }

}  // namespace ingot::tools
