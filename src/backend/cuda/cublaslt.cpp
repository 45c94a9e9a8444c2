#include "backend/cuda/cublaslt.h"

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/vendor_library.h"
#include "base/text.h"

namespace ingot::backend::cuda::cublaslt {
namespace {

constexpr size_t kOldest = 120000;

class Cublaslt {
 public:
  Cublaslt() {
    find_all();
    if (library_.why_not().empty()) start();
    if (!library_.why_not().empty()) library_.refuse("cuBLASLt: " + library_.why_not());
  }

  const std::string& why_not() const { return library_.why_not(); }
  const Functions& functions() const { return functions_; }
  Handle handle() const { return handle_; }

 private:
  void find_all() {
    library_.find(functions_.create, "cublasLtCreate");
    library_.find(functions_.version, "cublasLtGetVersion");
    library_.find(functions_.init_product, "cublasLtMatmulDescInit_internal");
    library_.find(functions_.set_product, "cublasLtMatmulDescSetAttribute");
    library_.find(functions_.init_layout, "cublasLtMatrixLayoutInit_internal");
    library_.find(functions_.init_preference, "cublasLtMatmulPreferenceInit_internal");
    library_.find(functions_.set_preference, "cublasLtMatmulPreferenceSetAttribute");
    library_.find(functions_.candidates, "cublasLtMatmulAlgoGetHeuristic");
    library_.find(functions_.init_algorithm, "cublasLtMatmulAlgoInit");
    library_.find(functions_.get_algorithm, "cublasLtMatmulAlgoConfigGetAttribute");
    library_.find(functions_.set_algorithm, "cublasLtMatmulAlgoConfigSetAttribute");
    library_.find(functions_.check_algorithm, "cublasLtMatmulAlgoCheck");
    library_.find(functions_.multiply, "cublasLtMatmul");
  }

  void start() {
    const RelaxedCaptureMode mode;
    if (const size_t version = functions_.version(); version < kOldest) {
      library_.refuse(str("it has version ", version, ", wants ", kOldest, " or later"));
    } else if (const Status status = functions_.create(&handle_); status != 0) {
      library_.refuse(str("cublasLtCreate failed with status ", status));
    }
  }

  VendorLibrary library_{"libcublasLt.so.13", "libcublasLt.so.12"};
  Functions functions_{};
  Handle handle_ = nullptr;
};

const Cublaslt& library() {
  static const auto* const library = new Cublaslt;  // outlives every static object
  return *library;
}

}  // namespace

const std::string& why_not() { return library().why_not(); }
const Functions& functions() { return library().functions(); }
Handle handle() { return library().handle(); }
int64_t version() { return static_cast<int64_t>(functions().version()); }

}  // namespace ingot::backend::cuda::cublaslt
