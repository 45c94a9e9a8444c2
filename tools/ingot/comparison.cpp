#include "comparison.h"

#include <ingot/compare.h>

#include <cstdio>
#include <memory>

#include "interruption.h"
#include "progress_bar.h"

namespace ingot::tools {

using nlohmann::json;

json compare_layers(CaffeNetwork& network, std::span<const std::byte> plan, Execution& execution) {
  const Interruption interruption;
  ProgressBar progress(stderr);
  std::vector<const void*> inputs;
  for (const Tensor* input : execution.inputs()) inputs.push_back(input->host.data());
  const std::unique_ptr<nvinfer1::IHostMemory> text(compareLayers(
      network.definition(), plan.data(), plan.size(), inputs.data(), execution.batch(), &progress));
  Interruption::check();
  if (text == nullptr) network.fail("the plan cannot be compared");
  const auto* begin = static_cast<const char*>(text->data());
  return json::parse(begin, begin + text->size());
}

}  // namespace ingot::tools
