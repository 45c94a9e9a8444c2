#include "backend/cuda/driver.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace ingot::backend::cuda {
namespace {

constexpr const char* kName = "libcuda.so.1";

void* handle = nullptr;

/// Paths of files of that name in the loader's cache: a file with paths, each ended by a zero byte.
std::vector<std::string> cached_paths() {
  std::ifstream file("/etc/ld.so.cache", std::ios::binary);
  const std::string cache(std::istreambuf_iterator<char>(file), {});
  const std::string ending = std::string("/") + kName + '\0';
  std::vector<std::string> paths;
  for (size_t at = 0; (at = cache.find(ending, at)) != std::string::npos; ++at) {
    const size_t begin = cache.rfind('\0', at) + 1;
    paths.push_back(cache.substr(begin, at + ending.size() - 1 - begin));
  }
  return paths;
}

/// Where the loader would look, without the folders that a program names.
std::vector<std::string> candidates() {
  std::vector<std::string> paths;
  const char* const path = std::getenv("LD_LIBRARY_PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    paths.push_back(folder + "/" + kName);
  }
  for (std::string& cached : cached_paths()) paths.push_back(std::move(cached));
  for (const char* folder :
       {"/usr/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/", "/usr/lib64/", "/usr/lib/",
        "/usr/local/nvidia/lib64/", "/usr/local/nvidia/lib/", "/usr/lib/wsl/lib/"}) {
    paths.push_back(std::string(folder) + kName);
  }
  return paths;
}

bool is_ours(const std::filesystem::path& path) {
  return path.filename().string().starts_with("libingot");
}

}  // namespace

std::string open_driver() {
  std::string reason = std::string("there is no ") + kName + "; install NVIDIA's driver";
  for (const std::string& path : candidates()) {
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    if (error || is_ours(real)) continue;
    handle = dlopen(real.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return {};
    reason = dlerror();
  }
  return reason;
}

void* driver_function(const char* name) {
  return handle == nullptr ? nullptr : dlsym(handle, name);
}

}  // namespace ingot::backend::cuda
