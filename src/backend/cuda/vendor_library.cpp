#include "backend/cuda/vendor_library.h"

#include <dlfcn.h>

#include <sstream>
#include <vector>

#include "base/settings.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

/// The paths to try for a name, in the order of their folders.
std::vector<std::string> paths_of(const char* name) {
  const auto folders = vendor_libraries_setting();
  if (!folders) return {name};
  std::vector<std::string> paths;
  std::istringstream text(*folders);
  for (std::string folder; std::getline(text, folder, ':');) paths.push_back(folder + "/" + name);
  return paths;
}

}  // namespace

VendorLibrary::VendorLibrary(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (const std::string& path : paths_of(name)) {
      handle_ = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
      if (handle_ != nullptr) {
        why_not_.clear();
        return;
      }
      if (why_not_.empty()) why_not_ = dlerror();
    }
  }
  if (why_not_.empty()) why_not_ = "INGOT_NVIDIA_LIBRARIES names no folder";
}

void* VendorLibrary::symbol(const char* name) {
  void* const found = handle_ == nullptr ? nullptr : dlsym(handle_, name);
  if (found == nullptr && why_not_.empty()) why_not_ = str("it is too old: it has no ", name);
  return found;
}

}  // namespace ingot::backend::cuda
