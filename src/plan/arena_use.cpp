#include "plan/arena_use.h"

#include <map>
#include <span>

namespace ingot::plan {
namespace {

/// How many hold the bytes from an offset to the next one.
class Holders {
 public:
  void add(uint64_t offset, uint64_t size) { change(offset, size, 1); }
  void remove(uint64_t offset, uint64_t size) { change(offset, size, -1); }

  /// Bytes that at least one holds.
  uint64_t held() const {
    uint64_t bytes = 0;
    uint64_t begin = 0;
    int64_t count = 0;
    for (const auto& [offset, difference] : differences_) {
      if (count > 0) bytes += offset - begin;
      begin = offset;
      count += difference;
    }
    return bytes;
  }

 private:
  void change(uint64_t offset, uint64_t size, int64_t by) {
    at(offset, by);
    at(offset + size, -by);
  }

  void at(uint64_t offset, int64_t by) {
    const auto difference = differences_.try_emplace(offset, 0).first;
    difference->second += by;
    if (difference->second == 0) differences_.erase(difference);
  }

  std::map<uint64_t, int64_t> differences_;
};

/// The launch that ends the use of each tensor, by its first step.
std::vector<size_t> last_uses(const Plan& plan) {
  std::vector<size_t> last(plan.tensors.size(), 0);
  size_t launch = 0;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    if (!plan.steps[i].is_with_previous) launch = i;
    for (const uint32_t tensor : plan.steps[i].inputs) last[tensor] = launch;
    for (const uint32_t tensor : plan.steps[i].outputs) last[tensor] = launch;
  }
  return last;
}

}  // namespace

std::vector<uint64_t> live_bytes(const Plan& plan) {
  const std::vector<size_t> last = last_uses(plan);
  std::vector<std::vector<uint32_t>> ends(plan.steps.size());
  Holders holders;
  std::vector<uint64_t> live;
  for (size_t first = 0; first < plan.steps.size();) {
    const size_t end = end_of_launch(plan, first);
    const auto steps = std::span(plan.steps).subspan(first, end - first);
    for (const Step& step : steps) {
      for (const uint32_t output : step.outputs) {
        const Tensor& tensor = plan.tensors[output];
        if (tensor.storage != Storage::kArena) continue;
        holders.add(tensor.offset, tensor.size);
        ends[last[output]].push_back(output);
      }
      holders.add(step.workspace_offset, step.workspace_size);
    }
    live.resize(end, holders.held());
    for (const Step& step : steps) holders.remove(step.workspace_offset, step.workspace_size);
    for (const uint32_t tensor : ends[first]) {
      holders.remove(plan.tensors[tensor].offset, plan.tensors[tensor].size);
    }
    first = end;
  }
  return live;
}

}  // namespace ingot::plan
