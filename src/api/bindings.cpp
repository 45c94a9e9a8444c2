#include "api/bindings.h"

#include <algorithm>

#include "api/convert.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

size_t index_of(const plan::Plan& plan, const char* name) {
  require(name != nullptr, ErrorCode::kInvalidArgument, [] { return "the tensor's name is null"; });
  const auto found = std::find_if(plan.bindings.begin(), plan.bindings.end(),
                                  [&](const plan::Binding& b) { return b.name == name; });
  require(found != plan.bindings.end(), ErrorCode::kInvalidArgument, [&] {
    std::vector<std::string> names;
    names.reserve(plan.bindings.size());
    for (const auto& binding : plan.bindings) names.push_back(binding.name);
    return str("there is no input or output '", name, "'; there are: ", join(names));
  });
  return static_cast<size_t>(found - plan.bindings.begin());
}

size_t index_of(const plan::Plan& plan, int32_t binding) {
  const size_t count = plan.bindings.size() * plan.profiles.size();
  require(binding >= 0 && static_cast<size_t>(binding) < count, ErrorCode::kInvalidArgument,
          [&] { return str("there is no binding ", binding, "; the engine has ", count); });
  return static_cast<size_t>(binding) % plan.bindings.size();
}

nvinfer1::Dims visible(const plan::Plan& plan, const std::vector<int64_t>& shape) {
  return dims_of(std::vector<int64_t>(shape.begin() + (plan.implicit_batch ? 1 : 0), shape.end()));
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
