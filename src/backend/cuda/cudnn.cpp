#include "backend/cuda/cudnn.h"

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/vendor_library.h"
#include "base/text.h"

namespace ingot::backend::cuda::cudnn {
namespace {

constexpr size_t kOldest = 90000;

class Cudnn {
 public:
  Cudnn() {
    find_all();
    if (library_.why_not().empty()) start();
    if (!library_.why_not().empty()) library_.refuse("cuDNN: " + library_.why_not());
  }

  const std::string& why_not() const { return library_.why_not(); }
  const Functions& functions() const { return functions_; }
  Handle handle() const { return handle_; }
  std::mutex& mutex() const { return mutex_; }

 private:
  void find_all() {
    library_.find(functions_.create, "cudnnCreate");
    library_.find(functions_.version, "cudnnGetVersion");
    library_.find(functions_.set_stream, "cudnnSetStream");
    library_.find(functions_.create_descriptor, "cudnnBackendCreateDescriptor");
    library_.find(functions_.destroy_descriptor, "cudnnBackendDestroyDescriptor");
    library_.find(functions_.finalize, "cudnnBackendFinalize");
    library_.find(functions_.set, "cudnnBackendSetAttribute");
    library_.find(functions_.get, "cudnnBackendGetAttribute");
    library_.find(functions_.execute, "cudnnBackendExecute");
  }

  void start() {
    const RelaxedCaptureMode mode;
    if (const size_t version = functions_.version(); version < kOldest) {
      library_.refuse(str("it has version ", version, ", wants ", kOldest, " or later"));
    } else if (const Status status = functions_.create(&handle_); status != 0) {
      library_.refuse(str("cudnnCreate failed with status ", status));
    }
  }

  VendorLibrary library_{"libcudnn.so.9"};
  Functions functions_{};
  Handle handle_ = nullptr;
  mutable std::mutex mutex_;
};

const Cudnn& library() {
  static const auto* const library = new Cudnn;  // outlives every static object
  return *library;
}

}  // namespace

const std::string& why_not() { return library().why_not(); }
const Functions& functions() { return library().functions(); }
Handle handle() { return library().handle(); }
std::mutex& mutex() { return library().mutex(); }
int64_t version() { return static_cast<int64_t>(functions().version()); }

}  // namespace ingot::backend::cuda::cudnn
