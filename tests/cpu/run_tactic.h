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

/// The first output's elements as `tactic` computes them with that many threads.
inline std::vector<float> run_tactic(const Tactic& tactic, const Problem& problem,
                                     const std::vector<ir::Tensor>& inputs, int threads = 1) {
  ThreadPool pool(threads);
  HostStream stream(pool);
  std::vector<AlignedBytes> packed;
  std::vector<const void*> addresses;
  for (size_t i = 0; i < inputs.size(); ++i) {
    addresses.push_back(inputs[i].bytes.data());
    if (!problem.is_constant[i]) continue;
    if (auto bytes = tactic.pack(problem, {}, i, inputs[i])) {
      packed.push_back(std::move(*bytes));
      addresses.back() = packed.back().get();
    }
  }
  const auto kernel = tactic.prepare(problem, {});
  const AlignedBytes workspace = allocate_aligned(kernel->workspace_size());
  std::vector<float> result(byte_size(problem.outputs[0]) / sizeof(float), -12345.0F);
  void* const outputs[] = {result.data()};
  kernel->launch({addresses, outputs, workspace.get()}, stream);
  return result;
}

}  // namespace ingot::backend::cpu
