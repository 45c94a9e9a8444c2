#pragma once

#include <initializer_list>
#include <string>
#include <utility>

namespace ingot::backend::cuda {

/// One of NVIDIA's libraries that tactics use where the machine has it. Stays open.
class VendorLibrary {
 public:
  /// The first of these names that can be opened, in the folders of INGOT_NVIDIA_LIBRARIES or,
  /// where that is not set, where the loader looks.
  VendorLibrary(std::initializer_list<const char*> names);

  /// Why it cannot be used; empty where it can.
  const std::string& why_not() const { return why_not_; }
  void refuse(std::string reason) { why_not_ = std::move(reason); }

  /// Points `function` to the library's; one that lacks it cannot be used.
  template <class Function>
  void find(Function*& function, const char* name) {
    function = reinterpret_cast<Function*>(symbol(name));
  }

 private:
  void* symbol(const char* name);

  void* handle_ = nullptr;
  std::string why_not_;
};

}  // namespace ingot::backend::cuda
