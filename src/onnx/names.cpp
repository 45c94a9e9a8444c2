#include "onnx/names.h"

#include "base/text.h"

namespace ingot::onnx {

std::string Names::unique(const std::string& name) {
  std::string candidate = name;
  for (int count = 2; !used_.insert(candidate).second; ++count) candidate = str(name, "_", count);
  return candidate;
}

}  // namespace ingot::onnx
