#include "backend/cuda/nvrtc.h"

#include <algorithm>
#include <array>
#include <memory>

#include "backend/cuda/vendor_library.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda::nvrtc {
namespace {

using Program = struct ProgramOfNvrtc*;
using Result = int;  ///< 0 for success

constexpr int kOldest = 12;

/// Products and sums stay apart, so that the bits do not depend on what they are compiled beside.
constexpr std::array kOptions{"--std=c++17", "--fmad=false"};

class Nvrtc {
 public:
  Nvrtc() {
    find_all();
    if (library_.why_not().empty()) start();
    if (!library_.why_not().empty()) library_.refuse("NVRTC: " + library_.why_not());
  }

  const std::string& why_not() const { return library_.why_not(); }

  Result (*create)(Program*, const char* source, const char* name, int headers, const char* const*,
                   const char* const*) = nullptr;
  Result (*destroy)(Program*) = nullptr;
  Result (*compile)(Program, int count, const char* const* options) = nullptr;
  Result (*log_size)(Program, size_t*) = nullptr;
  Result (*log)(Program, char*) = nullptr;
  Result (*code_size)(Program, size_t*) = nullptr;
  Result (*code)(Program, char*) = nullptr;
  const char* (*message)(Result) = nullptr;
  int major = 0;
  int minor = 0;
  std::vector<int> capabilities;

 private:
  void find_all() {
    library_.find(create, "nvrtcCreateProgram");
    library_.find(destroy, "nvrtcDestroyProgram");
    library_.find(compile, "nvrtcCompileProgram");
    library_.find(log_size, "nvrtcGetProgramLogSize");
    library_.find(log, "nvrtcGetProgramLog");
    library_.find(code_size, "nvrtcGetCUBINSize");
    library_.find(code, "nvrtcGetCUBIN");
    library_.find(message, "nvrtcGetErrorString");
    library_.find(version_, "nvrtcVersion");
    library_.find(num_capabilities_, "nvrtcGetNumSupportedArchs");
    library_.find(capabilities_, "nvrtcGetSupportedArchs");
  }

  void start() {
    int count = 0;
    bool succeeds = version_(&major, &minor) == 0 && num_capabilities_(&count) == 0;
    capabilities.resize(static_cast<size_t>(std::max(count, 0)));
    succeeds = succeeds && capabilities_(capabilities.data()) == 0;
    if (!succeeds) {
      library_.refuse("it tells neither its version nor its architectures");
    } else if (major < kOldest) {
      library_.refuse(
          str("it has version ", major, ".", minor, ", wants ", kOldest, ".0 or later"));
    }
  }

  VendorLibrary library_{"libnvrtc.so.13", "libnvrtc.so.12"};
  Result (*version_)(int* major, int* minor) = nullptr;
  Result (*num_capabilities_)(int*) = nullptr;
  Result (*capabilities_)(int*) = nullptr;
};

const Nvrtc& library() {
  static const auto* const library = new Nvrtc;  // outlives every static object
  return *library;
}

void check(const char* call, Result result) {
  require(result == 0, ErrorCode::kInvalidArgument,
          [&] { return str(call, " failed: ", library().message(result)); });
}

/// A program of the compiler's, while it lives.
class Compilation {
 public:
  explicit Compilation(const std::string& source) {
    check("nvrtcCreateProgram",
          library().create(&program_, source.c_str(), "generated.cu", 0, nullptr, nullptr));
  }
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;
  ~Compilation() { library().destroy(&program_); }

  void run(const std::string& architecture) {
    std::vector<const char*> options(kOptions.begin(), kOptions.end());
    options.push_back(architecture.c_str());
    const Result result =
        library().compile(program_, static_cast<int>(options.size()), options.data());
    require(result == 0, ErrorCode::kInvalidArgument, [&] {
      return str("nvrtcCompileProgram failed: ", library().message(result), "\n", log());
    });
  }

  std::vector<std::byte> code() const {
    size_t size = 0;
    check("nvrtcGetCUBINSize", library().code_size(program_, &size));
    std::vector<std::byte> bytes(size);
    check("nvrtcGetCUBIN", library().code(program_, reinterpret_cast<char*>(bytes.data())));
    return bytes;
  }

 private:
  std::string log() const {
    size_t size = 0;
    if (library().log_size(program_, &size) != 0 || size == 0) return {};
    std::string text(size, '\0');
    if (library().log(program_, text.data()) != 0) return {};
    text.resize(size - 1);  // without the zero at its end
    return text;
  }

  Program program_ = nullptr;
};

std::string architecture_option(int capability) {
  return str("--gpu-architecture=sm_", capability);
}

}  // namespace

const std::string& why_not() { return library().why_not(); }

std::string why_not_for(int capability) {
  if (!why_not().empty()) return why_not();
  if (std::ranges::count(library().capabilities, capability) > 0) return {};
  return str("NVRTC: version ", library().major, ".", library().minor, " makes no code for sm_",
             capability);
}

std::string identity(int capability) {
  return str("NVRTC ", library().major, ".", library().minor, " sm_", capability, " ",
             join(kOptions, " "));
}

std::vector<std::byte> compile(const std::string& source, int capability) {
  Compilation compilation(source);
  compilation.run(architecture_option(capability));
  return compilation.code();
}

}  // namespace ingot::backend::cuda::nvrtc
