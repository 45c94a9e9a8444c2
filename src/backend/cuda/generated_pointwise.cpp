#include <algorithm>
#include <array>

#include "backend/cuda/formats.h"
#include "backend/cuda/generate/pointwise_source.h"
#include "backend/cuda/generated_code.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/stream.h"
#include "backend/cuda/tactics.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

constexpr std::array<int64_t, 2> kUnrolled{1, 4};

/// Fewer elements than make several of the largest blocks are handled a vector a thread.
constexpr int64_t kLeastUnrolled = 1 << 16;

constexpr uintptr_t kVectorBytes = 16;

class GeneratedPointwiseKernel final : public Kernel {
 public:
  GeneratedPointwiseKernel(const PointwiseSource& source, int64_t size, int64_t unrolled)
      : size_(size),
        has_wide_size_(source.has_wide_index),
        elements_of_block_(kGeneratedThreads * source.length * unrolled),
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
    const int64_t elements_of_block = fits ? elements_of_block_ : kGeneratedThreads;
    queue.note(launch_generated(fits ? by_vectors_ : by_elements_,
                                kernels::blocks_for(size_, elements_of_block), kGeneratedThreads,
                                std::span(parameters).first(count + 2), queue.handle()));
  }

 private:
  static bool is_aligned(const void* address) {
    return reinterpret_cast<uintptr_t>(address) % kVectorBytes == 0;
  }

  bool takes_vectors(const Launch& launch) const {
    for (size_t i = 0; i < launch.inputs.size(); ++i) {
      if (reads_vectors_[i] && !is_aligned(launch.inputs[i])) return false;
    }
    return is_aligned(launch.outputs[0]);
  }

  int64_t size_;
  bool has_wide_size_;
  int64_t elements_of_block_;
  std::vector<bool> reads_vectors_;
  CUfunction by_vectors_ = nullptr;
  CUfunction by_elements_ = nullptr;
};

/// Of an output without elements.
class NoKernel final : public Kernel {
 public:
  void launch(const Launch& /*launch*/, Stream& /*stream*/) const noexcept override {}
};

/// Kernels that are written for the problem and compiled at run time. A configuration is the number
/// of vectors that a thread handles at a time.
class GeneratedPointwiseTactic final : public Tactic {
 public:
  std::string_view name() const override { return "cuda_generated_pointwise"; }

  Support supports(const Problem& problem) const override {
    if (!why_not_generated().empty()) return Support::no(why_not_generated());
    return supports_pointwise_source(problem);
  }

  std::vector<Configuration> configurations(const Problem& problem) const override {
    if (stored_elements(problem.outputs[0]) < kLeastUnrolled) return {{kUnrolled[0]}};
    return {{kUnrolled[0]}, {kUnrolled[1]}};
  }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_support(*this, problem);
    require(configuration.size() == 1 && std::ranges::count(kUnrolled, configuration[0]) > 0,
            ErrorCode::kInvalidArgument, [&] {
              return str("tactic ", name(), " has no configuration [", join(configuration),
                         "], expected one of ", join(kUnrolled), "; build the engine again");
            });
    const int64_t size = stored_elements(problem.outputs[0]);
    if (size == 0) return std::make_unique<NoKernel>();
    const PointwiseSource source = pointwise_source(problem, static_cast<int>(configuration[0]));
    return std::make_unique<GeneratedPointwiseKernel>(source, size, configuration[0]);
  }
};

}  // namespace

const Tactic& generated_pointwise_tactic() {
  static const auto* const tactic = new GeneratedPointwiseTactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cuda
