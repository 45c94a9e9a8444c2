#include "shapes.h"

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

}  // namespace ingot::tools
