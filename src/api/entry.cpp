// The C entry points. They serve every level, so they see no level's headers; what these declare
// of them is the same for all.
#include <atomic>
#include <cstdint>

#include "api/factories.h"

#define INGOT_ENTRY extern "C" __attribute__((visibility("default")))

namespace {

constexpr int32_t kMajor = 11;
constexpr int32_t kMinor = 1;
constexpr int32_t kPatch = 0;

std::atomic<void*> last_logger{nullptr};

/// The TensorRT major version of a caller, from the version number that its headers pass:
/// 10000·major + … from 10 on, 1000·major + … before.
int level_of(int32_t version) {
  constexpr int32_t kNewForm = 100000;
  return version >= kNewForm ? version / 10000 : version / 1000;
}

}  // namespace

INGOT_ENTRY void* createInferBuilder_INTERNAL(void* logger, int32_t version) {
  if (logger == nullptr) return nullptr;
  last_logger = logger;
  const int level = level_of(version);
  if (level >= 10) return ingot::api::v10::create_builder(logger, level);
  if (level >= 8) return ingot::api::v8::create_builder(logger, level);
  return ingot::api::v5::create_builder(logger, level);
}

INGOT_ENTRY void* createInferRuntime_INTERNAL(void* logger, int32_t version) {
  if (logger == nullptr) return nullptr;
  last_logger = logger;
  const int level = level_of(version);
  if (level >= 10) return ingot::api::v10::create_runtime(logger);
  if (level >= 8) return ingot::api::v8::create_runtime(logger);
  return ingot::api::v5::create_runtime(logger);
}

INGOT_ENTRY void* getLogger() { return last_logger; }

INGOT_ENTRY int32_t getInferLibVersion() { return 10000 * kMajor + 100 * kMinor + kPatch; }
INGOT_ENTRY int32_t getInferLibMajorVersion() { return kMajor; }
INGOT_ENTRY int32_t getInferLibMinorVersion() { return kMinor; }
INGOT_ENTRY int32_t getInferLibPatchVersion() { return kPatch; }
INGOT_ENTRY int32_t getInferLibBuildVersion() { return 0; }

/// The library has no plugins of its own, so there is nothing that could fail to register.
INGOT_ENTRY bool initLibNvInferPlugins(void* /*logger*/, const char* /*libNamespace*/) {
  return true;
}
