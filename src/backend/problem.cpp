#include "backend/problem.h"

#include "base/text.h"

namespace ingot::backend {

std::string Problem::key() const {
  std::string text = str(device, " | ", to_string(op), " v", op.def().version, " (");
  for (size_t i = 0; i < inputs.size(); ++i) {
    text += str(i == 0 ? "" : ", ", is_constant[i] ? "constant " : "", inputs[i]);
  }
  text += ") -> ";
  return text + join(outputs);
}

}  // namespace ingot::backend
