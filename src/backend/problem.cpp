#include "backend/problem.h"

#include "base/text.h"

namespace ingot::backend {

std::string Problem::key() const {
  std::string text = str(device, " | ", to_string(op), " v", op.def().version, " (");
  for (size_t i = 0; i < inputs.size(); ++i) {
    text += str(i == 0 ? "" : ", ", is_constant[i] ? "constant " : "", inputs[i], " format ",
                static_cast<int>(inputs[i].format));
  }
  text += ") -> ";
  for (const auto& output : outputs) {
    text += str(output, " format ", static_cast<int>(output.format), " ");
  }
  return text;
}

}  // namespace ingot::backend
