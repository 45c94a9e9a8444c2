// The library's entry point that its parser calls.
#include <NvInfer.h>

namespace {

class Silence final : public nvinfer1::ILogger {
  void log(Severity /*severity*/, const char* /*message*/) noexcept override {}
};

}  // namespace

nvinfer1::ILogger* getLogger() {
  static Silence logger;
  return &logger;
}
