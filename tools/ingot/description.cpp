#include "description.h"

#include <ingot/plan.h>

#include <memory>

#include "failure.h"
#include "logger.h"

namespace ingot::tools {
namespace {

using Memory = std::unique_ptr<nvinfer1::IHostMemory>;

template <class... Plan>
std::string text_of(const Plan&... plan) {
  Logger logger;
  const Memory text(describePlan(logger, plan...));
  if (text == nullptr) throw Failure(logger.first_error());
  return {static_cast<const char*>(text->data()), text->size()};
}

std::vector<nlohmann::json> tensors_of(const nlohmann::json& plan, const nlohmann::json& numbers) {
  std::vector<nlohmann::json> tensors;
  for (const auto& number : numbers) tensors.push_back(plan["tensors"][number.get<size_t>()]);
  return tensors;
}

}  // namespace

std::string description_of(const std::string& path) { return text_of(path.c_str()); }

nlohmann::json describe(const std::string& path) {
  return nlohmann::json::parse(description_of(path));
}

nlohmann::json describe(const nvinfer1::IHostMemory& plan) {
  return nlohmann::json::parse(text_of(plan.data(), plan.size()));
}

nlohmann::json describe(std::span<const std::byte> plan) {
  return nlohmann::json::parse(text_of(plan.data(), plan.size()));
}

std::vector<nlohmann::json> computed_inputs(const nlohmann::json& plan,
                                            const nlohmann::json& step) {
  std::vector<nlohmann::json> tensors = tensors_of(plan, step["inputs"]);
  std::erase_if(tensors, [](const auto& tensor) { return tensor["storage"] == "weights"; });
  return tensors;
}

std::vector<nlohmann::json> outputs(const nlohmann::json& plan, const nlohmann::json& step) {
  return tensors_of(plan, step["outputs"]);
}

std::string tactic_of(const nlohmann::json& candidate) {
  const auto& configuration = candidate["configuration"];
  const std::string name = candidate["tactic"];
  return configuration.empty() ? name : name + " " + configuration.dump();
}

}  // namespace ingot::tools
