#include "gpu.h"

#include <dlfcn.h>
#include <link.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

namespace ingot::tools {
namespace {

using nlohmann::json;

/// A library of NVIDIA's, and the function that tells its version: through a pointer, or as result.
struct Library {
  const char* name;
  std::initializer_list<const char*> files;
  const char* version;
  bool tells_by_pointer;
  const char* how;
  bool is_optional = false;  ///< engines look for it in folders that can be set
};

const std::array kLibraries{
    Library{"driver",
            {"libcuda.so.1"},
            "cuDriverGetVersion",
            true,
            "the driver of your distribution (Debian: nvidia-driver)"},
    Library{"CUDA runtime",
            {"libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0"},
            "cudaRuntimeGetVersion",
            true,
            "the CUDA toolkit (Debian: nvidia-cuda-toolkit)"},
    Library{"cuBLASLt",
            {"libcublasLt.so.13", "libcublasLt.so.12"},
            "cublasLtGetVersion",
            false,
            "the CUDA toolkit (Debian: nvidia-cuda-toolkit)",
            true},
    Library{"cuDNN",
            {"libcudnn.so.9"},
            "cudnnGetVersion",
            false,
            "NVIDIA's cuDNN for your CUDA version (Debian: nvidia-cudnn)",
            true},
};

/// The loader's own search, then where toolkits lie beside it: the CUDA runtime that the loader
/// finds first may be Ingot's.
constexpr std::array kFolders{"", "/usr/local/cuda/lib64/", "/usr/lib/x86_64-linux-gnu/",
                              "/usr/lib/aarch64-linux-gnu/"};

std::string path_of(void* library) {
  const link_map* map = nullptr;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) return {};
  std::error_code error;
  const auto path = std::filesystem::canonical(map->l_name, error);
  return error ? map->l_name : path.string();
}

bool is_ours(const std::string& path) {
  return std::filesystem::path(path).filename().string().starts_with("libingot");
}

/// Where to look for the library, each with a slash at its end or empty.
std::vector<std::string> folders_of(const Library& library) {
  if (!library.is_optional) return {kFolders.begin(), kFolders.end()};
  const char* given = std::getenv("INGOT_NVIDIA_LIBRARIES");
  if (given == nullptr) return {""};
  std::vector<std::string> folders;
  std::istringstream text(given);
  for (std::string folder; std::getline(text, folder, ':');) folders.push_back(folder + "/");
  return folders;
}

/// The library, which stays loaded; null where there is none.
void* open(const Library& library) {
  const std::vector<std::string> folders = folders_of(library);
  for (const char* file : library.files) {
    for (const std::string& folder : folders) {
      void* opened = dlopen((folder + file).c_str(), RTLD_NOW | RTLD_LOCAL);
      if (opened != nullptr && !is_ours(path_of(opened))) return opened;
    }
  }
  return nullptr;
}

template <class Function>
Function function(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

int64_t version_of(const Library& library, void* opened) {
  if (library.tells_by_pointer) {
    int version = 0;
    const auto tell = function<int (*)(int*)>(opened, library.version);
    return tell != nullptr && tell(&version) == 0 ? version : 0;
  }
  const auto tell = function<size_t (*)()>(opened, library.version);
  return tell == nullptr ? 0 : static_cast<int64_t>(tell());
}

json libraries() {
  json list = json::array();
  for (const Library& library : kLibraries) {
    json entry = {{"name", library.name}};
    if (void* opened = open(library)) {
      entry["path"] = path_of(opened);
      entry["version"] = version_of(library, opened);
    } else {
      entry["how"] = library.how;
    }
    list.push_back(entry);
  }
  return list;
}

/// The driver's functions, in its C interface; all give 0 after success.
struct Driver {
  int (*init)(unsigned);
  int (*count)(int*);
  int (*get)(int*, int);
  int (*name)(char*, int, int);
  int (*memory)(size_t*, int);
  int (*attribute)(int*, int, int);
};

json device(const Driver& driver, int index) {
  constexpr int kMajor = 75;  // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
  constexpr int kMinor = 76;
  std::array<char, 256> name{};
  int handle = 0;
  int major = 0;
  int minor = 0;
  size_t memory = 0;
  const bool is_told = driver.get(&handle, index) == 0 &&
                       driver.name(name.data(), static_cast<int>(name.size()), handle) == 0 &&
                       driver.memory(&memory, handle) == 0 &&
                       driver.attribute(&major, kMajor, handle) == 0 &&
                       driver.attribute(&minor, kMinor, handle) == 0;
  if (!is_told) return json::object();
  return {{"name", name.data()},
          {"compute_capability", std::to_string(major) + "." + std::to_string(minor)},
          {"memory", memory}};
}

json devices() {
  json list = json::array();
  void* library = open(kLibraries[0]);
  if (library == nullptr) return list;
  const Driver driver{function<int (*)(unsigned)>(library, "cuInit"),
                      function<int (*)(int*)>(library, "cuDeviceGetCount"),
                      function<int (*)(int*, int)>(library, "cuDeviceGet"),
                      function<int (*)(char*, int, int)>(library, "cuDeviceGetName"),
                      function<int (*)(size_t*, int)>(library, "cuDeviceTotalMem_v2"),
                      function<int (*)(int*, int, int)>(library, "cuDeviceGetAttribute")};
  const bool is_whole = driver.init != nullptr && driver.count != nullptr &&
                        driver.get != nullptr && driver.name != nullptr &&
                        driver.memory != nullptr && driver.attribute != nullptr;
  int count = 0;
  if (!is_whole || driver.init(0) != 0 || driver.count(&count) != 0) return list;
  for (int i = 0; i < count; ++i) list.push_back(device(driver, i));
  return list;
}

std::string first_word(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string word;
  file >> word;
  return word;
}

/// Whether a display or 3D controller (class 3) of NVIDIA (vendor 10de) is on the bus, or its
/// driver has made its device.
bool is_present() {
  std::error_code error;
  if (std::filesystem::exists("/dev/nvidiactl", error)) return true;
  for (const auto& entry : std::filesystem::directory_iterator("/sys/bus/pci/devices", error)) {
    if (first_word(entry.path() / "vendor") == "0x10de" &&
        first_word(entry.path() / "class").starts_with("0x03")) {
      return true;
    }
  }
  return false;
}

}  // namespace

json gpu() {
  return {{"present", is_present()}, {"devices", devices()}, {"libraries", libraries()}};
}

}  // namespace ingot::tools
