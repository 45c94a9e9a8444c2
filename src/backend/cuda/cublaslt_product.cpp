#include "backend/cuda/cublaslt_product.h"

#include <algorithm>
#include <array>
#include <limits>

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/cublaslt.h"
#include "backend/cuda/device.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/sum_and_relu.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/vendor_workspace.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

using kernels::TensorProduct;

constexpr int kMostAsked = 16;  // of the heuristics, some of whose candidates are refused
constexpr size_t kMostCandidates = 8;
constexpr size_t kMostWorkspace = size_t{32} << 20U;
constexpr int64_t kWeightsAlignment = 8;  // elements from one filter to the next

constexpr VendorInterface kLibrary{"cuBLASLt", cublaslt::why_not, cublaslt::version, 1};

void check_status(const char* call, cublaslt::Status status) {
  require(status == 0, ErrorCode::kInvalidState,
          [&] { return str("cuBLASLt: ", call, " failed with status ", status); });
}

int64_t rows_of(const TensorProduct& shape) {
  return int64_t{shape.batch} * shape.y_height * shape.y_width;
}

int64_t pitch_of_filters(const TensorProduct& shape) {
  return (shape.channels + kWeightsAlignment - 1) / kWeightsAlignment * kWeightsAlignment;
}

/// Whether every pixel of y is computed from that pixel of x alone, all channels of it.
bool is_plain(const TensorProduct& shape) {
  return shape.groups == 1 && shape.window_height == 1 && shape.window_width == 1 &&
         shape.stride_height == 1 && shape.stride_width == 1 && shape.pad_height == 0 &&
         shape.pad_width == 0 && shape.x_height == shape.y_height && shape.x_width == shape.y_width;
}

Support supports_shape(const TensorProduct& shape) {
  if (!is_plain(shape)) return Support::no("takes windows of one cell, without stride or padding");
  return rows_of(shape) > 0 && shape.filters > 0 && shape.channels > 0
             ? Support::yes()
             : Support::no("takes no empty tensors");
}

cublaslt::ElementType element_type(const ir::TensorType& type) {
  switch (element_of(type)) {
    case kernels::Element::kFloat16: return cublaslt::kFloat16;
    case kernels::Element::kBFloat16: return cublaslt::kBFloat16;
    case kernels::Element::kFloat32: break;
  }
  return cublaslt::kFloat32;
}

/// A program's own tensors may lie anywhere.
uint32_t alignment_of(const ir::TensorType& type) {
  return type.format == ir::Format::kLinear ? sizeof(float) : kAlignment;
}

/// y = epilogue(w·x + addend), transposed: to the library a row of pixels is a column of x and y,
/// and a filter one of w, which is transposed.
class Product {
 public:
  Product(const Problem& problem, const TensorProduct& shape, Factors factors)
      : compute_(factors == Factors::kRoundedToTf32 ? cublaslt::kComputeTf32
                                                    : cublaslt::kComputeFloat32),
        factor_type_(element_type(problem.inputs[0])),
        result_type_(element_type(problem.outputs[0])),
        alignments_{kAlignment, alignment_of(problem.inputs[0]), alignment_of(problem.outputs[0]),
                    alignment_of(problem.outputs[0])},
        has_bias_(own_inputs(problem) > 2),
        tails_(sum_and_relu_of(problem)) {
    describe();
    init(w_, factor_type_, shape.channels, shape.filters, pitch_of_filters(shape));
    init(x_, factor_type_, shape.channels, rows_of(shape), shape.x_pitch);
    init(y_, result_type_, shape.filters, rows_of(shape), shape.y_pitch);
  }

  /// The heuristics' candidates, the likeliest first.
  std::vector<cublaslt::Algorithm> candidates() const {
    const cublaslt::Preference wishes = preference();
    std::array<cublaslt::Candidate, kMostAsked> found{};
    int count = 0;
    library_.candidates(cublaslt::handle(), &description_, &w_, &x_, &y_, &y_, &wishes, kMostAsked,
                        found.data(), &count);
    std::vector<cublaslt::Algorithm> algorithms;
    for (const auto& candidate : std::span(found).first(static_cast<size_t>(count))) {
      if (candidate.status == 0) algorithms.push_back(candidate.algorithm);
    }
    return algorithms;
  }

  /// The algorithm of that number without attributes; false where the library has none.
  bool init(cublaslt::Algorithm& algorithm, int id) const {
    return library_.init_algorithm(cublaslt::handle(), compute_, cublaslt::kFloat32, factor_type_,
                                   factor_type_, result_type_, result_type_, id, &algorithm) == 0;
  }

  /// The bytes of workspace that an algorithm takes here; none where it cannot do the product.
  std::optional<size_t> workspace_of(const cublaslt::Algorithm& algorithm) const {
    cublaslt::Candidate result{};
    const cublaslt::Status status = library_.check_algorithm(cublaslt::handle(), &description_, &w_,
                                                             &x_, &y_, &y_, &algorithm, &result);
    return status == 0 ? std::optional(result.workspace_size) : std::nullopt;
  }

  cudaError_t launch(const Launch& launch, const cublaslt::Algorithm& algorithm, void* workspace,
                     size_t workspace_size, cudaStream_t stream) const noexcept {
    constexpr float kOne = 1;
    const float beta = tails_.addend ? 1 : 0;
    cublaslt::ProductDescription description = description_;  // which others launch with, too
    if (has_bias_) set_bias(description, launch.inputs[2]);
    const void* const addend = tails_.addend ? launch.inputs[*tails_.addend] : launch.outputs[0];
    const cublaslt::Status status = library_.multiply(
        cublaslt::handle(), &description, &kOne, launch.inputs[1], &w_, launch.inputs[0], &x_,
        &beta, addend, &y_, launch.outputs[0], &y_, &algorithm, workspace, workspace_size, stream);
    return status == 0 ? cudaSuccess : cudaErrorUnknown;
  }

 private:
  void describe() {
    check_status("cublasLtMatmulDescInit", library_.init_product(&description_, sizeof description_,
                                                                 compute_, cublaslt::kFloat32));
    const uint32_t epilogue =
        (has_bias_ ? cublaslt::kBias : 0U) | (tails_.has_relu ? cublaslt::kRelu : 0U);
    set(description_, cublaslt::ProductAttribute::kOperationOfA, cublaslt::kTransposed);
    set(description_, cublaslt::ProductAttribute::kEpilogue,
        epilogue == 0 ? uint32_t{cublaslt::kNothing} : epilogue);
    if (!has_bias_) return;
    set(description_, cublaslt::ProductAttribute::kBiasType, int32_t{result_type_});
    set_bias(description_, reinterpret_cast<const void*>(kAlignment));  // what heuristics expect
  }

  cublaslt::Preference preference() const {
    cublaslt::Preference preference{};
    check_status("cublasLtMatmulPreferenceInit",
                 library_.init_preference(&preference, sizeof preference));
    set(preference, cublaslt::PreferenceAttribute::kMostWorkspace, uint64_t{kMostWorkspace});
    // A reduction rounds its sum to the result's type before it adds: one rounding too many of
    // bf16.
    const bool adds = has_bias_ || tails_.addend.has_value();
    const bool is_exact = result_type_ != cublaslt::kBFloat16 || !adds;
    set(preference, cublaslt::PreferenceAttribute::kReductionSchemes,
        uint32_t{is_exact ? cublaslt::kReductionInFloat32 : cublaslt::kNoReduction});
    for (size_t i = 0; i < alignments_.size(); ++i) {
      constexpr auto kFirst = static_cast<size_t>(cublaslt::PreferenceAttribute::kAlignmentOfA);
      set(preference, static_cast<cublaslt::PreferenceAttribute>(kFirst + i), alignments_[i]);
    }
    return preference;
  }

  template <class Value>
  void set(cublaslt::ProductDescription& description, cublaslt::ProductAttribute attribute,
           const Value& value) const {
    check_status("cublasLtMatmulDescSetAttribute",
                 library_.set_product(&description, attribute, &value, sizeof value));
  }
  template <class Value>
  void set(cublaslt::Preference& preference, cublaslt::PreferenceAttribute attribute,
           const Value& value) const {
    check_status("cublasLtMatmulPreferenceSetAttribute",
                 library_.set_preference(&preference, attribute, &value, sizeof value));
  }
  void init(cublaslt::Layout& layout, cublaslt::ElementType type, int64_t rows, int64_t columns,
            int64_t pitch) const {
    check_status("cublasLtMatrixLayoutInit",
                 library_.init_layout(&layout, sizeof layout, type, static_cast<uint64_t>(rows),
                                      static_cast<uint64_t>(columns), pitch));
  }
  void set_bias(cublaslt::ProductDescription& description, const void* bias) const noexcept {
    library_.set_product(&description, cublaslt::ProductAttribute::kBiasPointer, &bias,
                         sizeof bias);
  }

  const cublaslt::Functions& library_ = cublaslt::functions();
  cublaslt::ComputeType compute_;
  cublaslt::ElementType factor_type_;
  cublaslt::ElementType result_type_;
  std::array<uint32_t, 4> alignments_;  ///< of w, x, the addend and y
  bool has_bias_;
  SumAndRelu tails_;
  cublaslt::ProductDescription description_{};
  cublaslt::Layout w_{}, x_{}, y_{};
};

/// An attribute of an algorithm, and how wide it is.
struct Attribute {
  cublaslt::AlgorithmAttribute name;
  size_t size;
};
constexpr std::array<Attribute, 9> kAttributes{{{cublaslt::AlgorithmAttribute::kId, 4},
                                                {cublaslt::AlgorithmAttribute::kTile, 4},
                                                {cublaslt::AlgorithmAttribute::kStages, 4},
                                                {cublaslt::AlgorithmAttribute::kSplit, 4},
                                                {cublaslt::AlgorithmAttribute::kReductionScheme, 4},
                                                {cublaslt::AlgorithmAttribute::kSwizzling, 4},
                                                {cublaslt::AlgorithmAttribute::kCustomOption, 4},
                                                {cublaslt::AlgorithmAttribute::kInnerShape, 2},
                                                {cublaslt::AlgorithmAttribute::kClusterShape, 2}}};
constexpr size_t kSchemeAt = 1 + 4;  // in a configuration

Configuration configuration_of(const cublaslt::Algorithm& algorithm) {
  Configuration configuration{cublaslt::version()};
  for (const Attribute& attribute : kAttributes) {
    uint32_t value = 0;
    size_t written = 0;
    cublaslt::functions().get_algorithm(&algorithm, attribute.name, &value, attribute.size,
                                        &written);
    configuration.push_back(value);
  }
  return configuration;
}

/// Whether the numbers are those of attributes, and sums are in a fixed order: the same one in
/// every tile, so not where the library splits each by itself (a split of -1).
bool is_sound(const Configuration& configuration) {
  if (configuration.size() != 1 + kAttributes.size()) return false;
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    const int64_t most = kAttributes[i].size == 2 ? std::numeric_limits<uint16_t>::max()
                                                  : std::numeric_limits<int32_t>::max();
    if (configuration[i + 1] < 0 || configuration[i + 1] > most) return false;
  }
  return configuration[kSchemeAt] == cublaslt::kNoReduction ||
         configuration[kSchemeAt] == cublaslt::kReductionInFloat32;
}

/// Nothing where the library has no such algorithm.
std::optional<cublaslt::Algorithm> algorithm_of(const Product& product,
                                                const Configuration& configuration) {
  cublaslt::Algorithm algorithm{};
  if (!is_sound(configuration) || !product.init(algorithm, static_cast<int>(configuration[1]))) {
    return std::nullopt;
  }
  for (size_t i = 1; i < kAttributes.size(); ++i) {
    const auto value = static_cast<uint32_t>(configuration[i + 1]);
    uint32_t known = 0;
    size_t written = 0;
    const auto& library = cublaslt::functions();
    library.get_algorithm(&algorithm, kAttributes[i].name, &known, kAttributes[i].size, &written);
    if (known == value) continue;
    if (library.set_algorithm(&algorithm, kAttributes[i].name, &value, kAttributes[i].size) != 0) {
      return std::nullopt;
    }
  }
  return algorithm;
}

class CublasltKernel final : public Kernel {
 public:
  CublasltKernel(const Product& product, const cublaslt::Algorithm& algorithm,
                 size_t workspace_size)
      : product_(product), algorithm_(algorithm), used_(workspace_size) {}

  size_t workspace_size() const override { return vendor_workspace_size(used_); }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    queue.note(product_.launch(launch, algorithm_, vendor_workspace(launch, used_), used_,
                               queue.handle()));
  }

 private:
  Product product_;
  cublaslt::Algorithm algorithm_;
  size_t used_;
};

}  // namespace

CublasltTactic::CublasltTactic(std::string_view name, TensorProductFunctions functions,
                               Factors factors)
    : VendorTactic(name, kLibrary, functions, factors) {}

Support CublasltTactic::supports_product(const Problem& problem) const {
  return supports_shape(shape_of(problem));
}

int64_t CublasltTactic::pitch_of_weights(const TensorProduct& shape) const {
  return pitch_of_filters(shape);
}

std::vector<Configuration> CublasltTactic::configurations(const Problem& problem) const {
  const RelaxedCaptureMode mode;
  const Product product(problem, shape_of(problem), factors());
  std::vector<Configuration> configurations;
  for (const cublaslt::Algorithm& algorithm : product.candidates()) {
    if (configurations.size() == kMostCandidates) break;
    Configuration configuration = configuration_of(algorithm);
    const auto again = algorithm_of(product, configuration);
    if (again && product.workspace_of(*again) &&
        std::ranges::find(configurations, configuration) == configurations.end()) {
      configurations.push_back(std::move(configuration));
    }
  }
  return configurations;
}

std::unique_ptr<Kernel> CublasltTactic::prepare(const Problem& problem,
                                                const Configuration& configuration) const {
  require_support(*this, problem);
  const RelaxedCaptureMode mode;
  const Product product(problem, shape_of(problem), factors());
  const auto algorithm =
      accepts(configuration) ? algorithm_of(product, configuration) : std::nullopt;
  const auto workspace = algorithm ? product.workspace_of(*algorithm) : std::nullopt;
  require(workspace.has_value(), ErrorCode::kInvalidArgument, [&] {
    return str("cuBLASLt ", cublaslt::version(), " has no algorithm [", join(configuration),
               "] for ", problem.inputs[0], "; build the engine again");
  });
  return std::make_unique<CublasltKernel>(product, *algorithm, *workspace);
}

}  // namespace ingot::backend::cuda
