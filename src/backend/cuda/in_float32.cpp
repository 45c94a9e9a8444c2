#include <algorithm>
#include <array>
#include <cstring>

#include "backend/cuda/formats.h"
#include "backend/cuda/kernels/typed_pointwise.h"
#include "backend/cuda/stream.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/pooling.h"

namespace ingot::backend::cuda {
namespace {

/// The same with all tensors in f32.
Problem in_float32(Problem problem) {
  for (auto* types : {&problem.inputs, &problem.outputs}) {
    for (ir::TensorType& type : *types) type.data_type = ir::DataType::kFloat32;
  }
  problem.allows_tf32 = false;
  return problem;
}

/// The first one of the operator's list that takes the problem, and its constants as they are; null
/// for none.
const CudaTactic* tactic_for(const Problem& problem) {
  for (const Tactic* any : tactic_list(problem.op.name())) {
    const auto* tactic = dynamic_cast<const CudaTactic*>(any);
    if (tactic == nullptr || !tactic->supports(problem)) continue;
    bool packs = false;
    for (size_t i = 0; i < problem.inputs.size(); ++i) {
      packs = packs || (problem.is_constant[i] && tactic->packed_size(problem, {}, i).has_value());
    }
    if (!packs) return tactic;
  }
  return nullptr;
}

kernels::TypedPointwise conversion(const ir::TensorType& type, ir::DataType from, ir::DataType to) {
  kernels::TypedPointwise shape;
  shape.y_type = number_of({to, {}});
  shape.shape.size = num_elements(type.shape).value();
  shape.x_types[0] = number_of({from, {}});
  return shape;
}

/// Keeps the f32 twins of inputs that are not constant, and of the output, in its workspace, before
/// that of the kernel that computes from them.
class Float32Kernel final : public Kernel {
 public:
  explicit Float32Kernel(const Problem& problem) {
    const Problem twin = in_float32(problem);
    for (size_t i = 0; i < problem.inputs.size(); ++i) {
      if (problem.is_constant[i]) continue;
      inputs_.push_back(
          {i, conversion(problem.inputs[i], problem.inputs[i].data_type, ir::DataType::kFloat32),
           reserve(twin.inputs[i])});
    }
    const ir::TensorType& y = problem.outputs[0];
    output_ = {0, conversion(y, ir::DataType::kFloat32, y.data_type), reserve(twin.outputs[0])};
    kernel_ = tactic_for(twin)->prepare(twin, {});
  }

  size_t workspace_size() const override { return size_ + kernel_->workspace_size(); }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    std::array<const void*, kernels::kMaxInputs> addresses{};
    std::ranges::copy(launch.inputs, addresses.begin());
    for (const Twin& input : inputs_) {
      void* const twin = launch.workspace + input.offset;
      convert(input.conversion, addresses[input.index], twin, stream);
      addresses[input.index] = twin;
    }
    void* const result = launch.workspace + output_.offset;
    kernel_->launch(
        {std::span(addresses).first(launch.inputs.size()), {&result, 1}, launch.workspace + size_},
        stream);
    convert(output_.conversion, result, launch.outputs[0], stream);
  }

 private:
  struct Twin {
    size_t index = 0;
    kernels::TypedPointwise conversion;
    size_t offset = 0;
  };

  size_t reserve(const ir::TensorType& type) {
    const size_t offset = size_;
    size_ += align_up(byte_size(type));
    return offset;
  }

  static void convert(const kernels::TypedPointwise& conversion, const void* from, void* to,
                      Stream& stream) noexcept {
    auto& queue = static_cast<CudaStream&>(stream);
    const void* const x[kernels::kMaxInputs] = {from};
    queue.note(kernels::typed_pointwise(conversion, x, to, queue.handle()));
  }

  std::vector<Twin> inputs_;
  Twin output_;
  size_t size_ = 0;
  std::unique_ptr<Kernel> kernel_;
};

class Float32Tactic final : public Tactic {
 public:
  std::string_view name() const override { return "cuda_in_float32"; }

  Support supports(const Problem& problem) const override {
    if (Support packed = supports_packed(problem); !packed) return packed;
    if (Support linear = supports_linear(problem); !linear) return linear;
    if (!problem.op.epilogue().empty()) return Support::no("takes no epilogue");
    if (Support types = supports_types(problem); !types) return types;
    return tactic_for(in_float32(problem)) != nullptr
               ? Support::yes()
               : Support::no(str("no kernel computes ", to_string(problem.op), " in f32"));
  }

  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override {
    const size_t size = *packed_size(problem, configuration, index);
    AlignedBytes bytes = allocate_aligned(size);
    const ir::Tensor numbers = convert(constant, ir::DataType::kFloat32);
    std::memcpy(bytes.get(), numbers.bytes.data(), size);
    return bytes;
  }
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& /*configuration*/,
                                    size_t index) const override {
    return byte_size(in_float32(problem).inputs[index]);
  }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_support(*this, problem);
    require_no_configuration(*this, configuration);
    return std::make_unique<Float32Kernel>(problem);
  }

 private:
  /// Integers of 8 bits where f32 truncates as more digits would.
  static Support supports_types(const Problem& problem) {
    const auto* pooling = problem.op.as<ops::Pooling>();
    const ir::DataType type = problem.outputs[0].data_type;
    const bool is_short = type == ir::DataType::kInt8 || type == ir::DataType::kUInt8;
    const bool takes_short = pooling != nullptr && pooling->kind != ops::PoolingKind::kBlend;
    const bool is_half = is_floating(type) && type != ir::DataType::kFloat32;
    return is_half || (is_short && takes_short)
               ? Support::yes()
               : Support::no(str("output ", problem.outputs[0], ": takes f16 and bf16",
                                 takes_short ? ", i8 and u8" : ""));
  }
};

}  // namespace

const Tactic& in_float32_tactic() {
  static const auto* const tactic = new Float32Tactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cuda
