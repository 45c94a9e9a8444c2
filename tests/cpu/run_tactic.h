#pragma once

#include <cstring>
#include <random>
#include <vector>

#include "backend/cpu/device.h"
#include "backend/cpu/stream.h"
#include "backend/tactic.h"
#include "ir/op.h"

namespace ingot::backend::cpu {

inline ir::Tensor random_tensor(const std::vector<int64_t>& shape, unsigned seed) {
  std::mt19937 engine(seed);
  std::vector<float> values(static_cast<size_t>(num_elements(ir::shape_of(shape)).value()));
  for (float& value : values) value = static_cast<float>(engine() % 2001) / 1000.0F - 1.0F;
  return ir::make_tensor(shape, values);
}

/// The problem of `op` on these inputs; all but the first are constants, unless `all_variable`.
inline Problem make_problem(const ir::Op& op, const std::vector<ir::Tensor>& inputs,
                            bool all_variable = false) {
  std::vector<ir::InputInfo> infos;
  Problem problem{.op = op, .inputs = {}, .outputs = {}, .is_constant = {}, .device = {}};
  for (const auto& input : inputs) {
    infos.push_back({input.type, nullptr});
    problem.inputs.push_back(input.type);
    problem.is_constant.push_back(!all_variable && problem.inputs.size() > 1);
  }
  problem.outputs = op.infer(infos);
  problem.device = device().info().identity;
  return problem;
}

/// A problem's constants as a tactic packs them in its first configuration.
class Packed {
 public:
  Packed(const Tactic& tactic, const Problem& problem, const std::vector<ir::Tensor>& inputs)
      : tactic_(tactic), problem_(problem), configuration_(tactic.configurations(problem).front()) {
    for (size_t i = 0; i < inputs.size(); ++i) {
      addresses_.push_back(inputs[i].bytes.data());
      if (!problem.is_constant[i]) continue;
      if (auto bytes = tactic.pack(problem, configuration_, i, inputs[i])) {
        packed_.push_back(std::move(*bytes));
        addresses_.back() = packed_.back().get();
      }
    }
  }

  const Configuration& configuration() const { return configuration_; }

  /// The first output's elements, computed with that many threads.
  std::vector<float> run(int threads) const {
    ThreadPool pool(threads);
    HostStream stream(pool);
    const auto kernel = tactic_.prepare(problem_, configuration_);
    const AlignedBytes workspace = allocate_aligned(kernel->workspace_size());
    std::vector<float> result(byte_size(problem_.outputs[0]) / sizeof(float), -12345.0F);
    void* const outputs[] = {result.data()};
    kernel->launch({addresses_, outputs, workspace.get()}, stream);
    return result;
  }

 private:
  const Tactic& tactic_;
  const Problem& problem_;
  Configuration configuration_;
  std::vector<AlignedBytes> packed_;
  std::vector<const void*> addresses_;
};

/// The first output's elements as `tactic` computes them with that many threads.
inline std::vector<float> run_tactic(const Tactic& tactic, const Problem& problem,
                                     const std::vector<ir::Tensor>& inputs, int threads = 1) {
  return Packed(tactic, problem, inputs).run(threads);
}

}  // namespace ingot::backend::cpu
