#include "compiler/measure.h"

#include <algorithm>

#include "base/text.h"

namespace ingot::compiler {
namespace {

/// A third of a unit in every element of a float tensor, 1 in others: no zeros, which some
/// machines multiply faster, and no denormals, which all multiply slower.
AlignedBytes filler(const ir::TensorType& type) {
  const size_t size = byte_size(type);
  AlignedBytes bytes = allocate_aligned(size);
  const auto elements = static_cast<int64_t>(size / size_of(type.data_type));
  const ir::TensorView view(type.data_type, {elements}, bytes.get());
  for (int64_t i = 0; i < view.size(); ++i) store(view, i, is_floating(type.data_type) ? 0.33 : 1);
  return bytes;
}

class Operands {
 public:
  Operands(const Candidate& candidate, const backend::Problem& problem,
           std::span<const ir::Tensor* const> constants, const backend::Device& device) {
    for (size_t i = 0; i < problem.inputs.size(); ++i) {
      add_input(device, constants[i] == nullptr ? filled(problem.inputs[i])
                                                : packed(candidate, problem, i, *constants[i]));
    }
    for (const auto& type : problem.outputs) {
      buffers_.push_back(device.allocate(byte_size(type)));
      outputs_.push_back(buffers_.back()->data());
    }
  }

  backend::Launch launch(std::byte* workspace) const { return {inputs_, outputs_, workspace}; }

 private:
  static SharedBytes share(AlignedBytes bytes, size_t size) {
    std::shared_ptr<std::byte[]> owner = std::move(bytes);
    const std::span<const std::byte> view(owner.get(), size);
    return {std::move(owner), view};
  }

  static SharedBytes filled(const ir::TensorType& type) {
    return share(filler(type), byte_size(type));
  }

  static SharedBytes packed(const Candidate& candidate, const backend::Problem& problem,
                            size_t index, const ir::Tensor& constant) {
    const auto& [tactic, configuration] = candidate;
    auto bytes = tactic->pack(problem, configuration, index, constant);
    if (!bytes) return SharedBytes::copy_of(constant.bytes.span());
    return share(std::move(*bytes), tactic->packed_size(problem, configuration, index).value());
  }

  void add_input(const backend::Device& device, SharedBytes bytes) {
    buffers_.push_back(device.upload(std::move(bytes)));
    inputs_.push_back(buffers_.back()->data());
  }

  std::vector<std::unique_ptr<backend::Buffer>> buffers_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
};

}  // namespace

std::string to_string(const Candidate& candidate) {
  const std::string name(candidate.tactic->name());
  return candidate.configuration.empty() ? name
                                         : str(name, " [", join(candidate.configuration), "]");
}

double measure(const Candidate& candidate, const backend::Problem& problem,
               std::span<const ir::Tensor* const> constants, const Settings& settings) {
  const backend::Device& device = *settings.device;
  const auto kernel = candidate.tactic->prepare(problem, candidate.configuration);
  const Operands operands(candidate, problem, constants, device);
  const auto workspace = device.allocate(kernel->workspace_size());
  const auto stream = device.create_stream();
  const backend::Launch launch = operands.launch(workspace->data());
  for (int i = 0; i < settings.min_timing_iterations; ++i) kernel->launch(launch, *stream);
  stream->synchronize();
  constexpr int kMeasurements = 3;
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kMeasurements; ++i) {
    const auto elapsed = device.time(*stream, [&] {
      for (int run = 0; run < settings.average_timing_iterations; ++run) {
        kernel->launch(launch, *stream);
      }
    });
    best = std::min(best, elapsed.count() / settings.average_timing_iterations);
  }
  return best;
}

}  // namespace ingot::compiler
