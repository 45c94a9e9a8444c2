#include "build_summary.h"

#include <algorithm>
#include <map>

#include "description.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

/// How often each name was counted.
class Census {
 public:
  void add(const std::string& name, size_t count = 1) { counts_[name] += count; }

  /// "12 a, 3 b", the most frequent first; `none` where nothing was counted.
  std::string text(const char* none = "none") const {
    std::vector<std::pair<std::string, size_t>> order(counts_.begin(), counts_.end());
    std::ranges::stable_sort(order, std::greater(), [](const auto& entry) { return entry.second; });
    std::string text;
    for (const auto& [name, count] : order) {
      if (count == 0) continue;
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name;
    }
    return text.empty() ? none : text;
  }

 private:
  std::map<std::string, size_t> counts_;
};

Census fused(const json& plan) {
  Census census;
  for (const json& step : plan["steps"]) {
    for (const json& tail : step["operator"]["epilogue"]) census.add(tail["name"]);
  }
  return census;
}

/// Whether a tensor of the arena lies in another.
bool lies_in(const json& part, const json& whole) {
  if (part["storage"] != "arena" || whole["storage"] != "arena") return false;
  const auto begin = whole["offset"].get<uint64_t>();
  const auto offset = part["offset"].get<uint64_t>();
  return begin <= offset && offset < begin + whole["size"].get<uint64_t>();
}

/// Inputs that lie where the operator would copy them.
Census in_place(const json& plan) {
  Census census;
  for (const json& step : plan["steps"]) {
    const json output = outputs(plan, step).at(0);
    const auto inputs = computed_inputs(plan, step);
    census.add(step["operator"]["name"],
               static_cast<size_t>(std::ranges::count_if(
                   inputs, [&](const json& input) { return lies_in(input, output); })));
  }
  return census;
}

Census tactics(const json& plan) {
  Census census;
  for (const json& step : plan["steps"]) census.add(step["tactic"]);
  return census;
}

std::string memory_text(const json& memory) {
  std::string text = "weights " + bytes_text(memory["weights_size"].get<uint64_t>()) + ", arena " +
                     bytes_text(memory["arena_size"].get<uint64_t>());
  if (!memory.contains("arena_percent")) return text;
  return text + ", " + number_text("%.1f %%", memory["arena_percent"].get<double>()) +
         " of its largest live set, " + bytes_text(memory["largest_live_set"].get<uint64_t>());
}

}  // namespace

std::string build_summary(const nvinfer1::IHostMemory& plan, int num_layers) {
  const json description = describe(plan);
  return "layers:   " + std::to_string(num_layers) + " -> " +
         std::to_string(description["steps"].size()) + " steps\n" +
         "fused:    " + fused(description).text() + "\n" +
         "in place: " + in_place(description).text() + "\n" +
         "tactics:  " + tactics(description).text() + "\n" +
         "memory:   " + memory_text(description["memory"]) + "\n";
}

}  // namespace ingot::tools
