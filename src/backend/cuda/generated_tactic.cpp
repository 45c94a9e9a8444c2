#include "backend/cuda/generated_tactic.h"

#include <algorithm>

#include "backend/cuda/device.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/generated_code.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/stream.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

constexpr uintptr_t kVectorBytes = 16;

bool is_aligned(const void* address) {
  return reinterpret_cast<uintptr_t>(address) % kVectorBytes == 0;
}

/// Of an output of `size` elements in memory.
class GeneratedKernel final : public Kernel {
 public:
  GeneratedKernel(const GeneratedSource& source, int64_t size)
      : size_(size),
        has_wide_size_(source.has_wide_index),
        vectors_block_(source.vectors_block),
        elements_block_(source.elements_block),
        has_whole_vectors_(size % source.vector_outputs == 0),
        reads_vectors_(source.reads_vectors) {
    const GeneratedCode& code = generated_code(source.text);
    by_vectors_ = code.kernel("by_vectors");
    by_elements_ = code.kernel("by_elements");
  }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    constexpr size_t kMostParameters = kMostGeneratedInputs + 2;
    auto& queue = static_cast<CudaStream&>(stream);
    const void* addresses[kMostParameters];
    void* parameters[kMostParameters];
    const size_t count = launch.inputs.size();
    std::ranges::copy(launch.inputs, addresses);
    addresses[count] = launch.outputs[0];
    for (size_t i = 0; i <= count; ++i) parameters[i] = &addresses[i];
    int64_t wide_size = size_;
    auto size = static_cast<uint32_t>(size_);
    parameters[count + 1] = has_wide_size_ ? static_cast<void*>(&wide_size) : &size;
    const bool fits = takes_vectors(launch);
    queue.note(launch_generated(fits ? by_vectors_ : by_elements_,
                                kernels::blocks_for(size_, fits ? vectors_block_ : elements_block_),
                                kGeneratedThreads, std::span(parameters).first(count + 2),
                                queue.handle()));
  }

 private:
  bool takes_vectors(const Launch& launch) const {
    for (size_t i = 0; i < launch.inputs.size(); ++i) {
      if (reads_vectors_[i] && !is_aligned(launch.inputs[i])) return false;
    }
    return has_whole_vectors_ && is_aligned(launch.outputs[0]);
  }

  int64_t size_;
  bool has_wide_size_;
  int64_t vectors_block_;
  int64_t elements_block_;
  bool has_whole_vectors_;
  std::vector<bool> reads_vectors_;
  CUfunction by_vectors_ = nullptr;
  CUfunction by_elements_ = nullptr;
};

/// Of an output without elements.
class EmptyKernel final : public Kernel {
 public:
  void launch(const Launch& /*launch*/, Stream& /*stream*/) const noexcept override {}
};

}  // namespace

Support GeneratedTactic::supports(const Problem& problem) const {
  if (!why_not_generated().empty()) return Support::no(why_not_generated());
  if (Support bfloat = supports_bfloat(problem); !bfloat) return bfloat;
  return functions_.supports(problem);
}

std::vector<Configuration> GeneratedTactic::configurations(const Problem& problem) const {
  std::vector<Configuration> configurations;
  for (const int64_t number : numbers_) {
    const bool is_first = configurations.empty();
    if (is_first || functions_.is_worth_trying(problem, number)) configurations.push_back({number});
  }
  return configurations;
}

std::unique_ptr<Kernel> GeneratedTactic::prepare(const Problem& problem,
                                                 const Configuration& configuration) const {
  require_support(*this, problem);
  require(configuration.size() == 1 && std::ranges::count(numbers_, configuration[0]) > 0,
          ErrorCode::kInvalidArgument, [&] {
            return str("tactic ", name(), " has no configuration [", join(configuration),
                       "], expected one of ", join(numbers_), "; build the engine again");
          });
  const int64_t size = stored_elements(problem.outputs[0]);
  if (size == 0) return std::make_unique<EmptyKernel>();
  const int number = static_cast<int>(configuration[0]);
  return std::make_unique<GeneratedKernel>(functions_.source(problem, number), size);
}

}  // namespace ingot::backend::cuda
