#include "shapes.h"

#include <algorithm>

#include "failure.h"
#include "numbers.h"
#include "text.h"

namespace ingot::tools {
namespace {

[[noreturn]] void refuse(const std::string& text) {
  throw Failure("'" + text + "': expected NAME:EXTENTS, such as data:1x3x224x224");
}

}  // namespace

Shapes read_shapes(const std::string& text) {
  Shapes shapes;
  for (const std::string& entry : split(text, ',')) {
    const size_t colon = entry.rfind(':');
    if (colon == std::string::npos || colon == 0) refuse(entry);
    std::vector<int64_t> extents;
    for (const std::string& word : split(entry.substr(colon + 1), 'x')) {
      const auto extent = read_number<int64_t>(word);
      if (!extent || *extent < 0) refuse(entry);
      extents.push_back(*extent);
    }
    shapes[entry.substr(0, colon)] = extents;
  }
  return shapes;
}

nvinfer1::Dims dims_of(const std::string& name, const std::vector<int64_t>& extents) {
  nvinfer1::Dims dims{};
  if (extents.size() > nvinfer1::Dims::MAX_DIMS) throw Failure(name + ": has too many extents");
  dims.nbDims = static_cast<int32_t>(extents.size());
  std::copy(extents.begin(), extents.end(), dims.d);
  return dims;
}

}  // namespace ingot::tools
