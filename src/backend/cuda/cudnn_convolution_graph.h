#pragma once

#include "backend/cuda/cudnn_descriptor.h"
#include "backend/cuda/vendor_constants.h"

namespace ingot::backend::cuda {

/// y = relu(x ∗ w + addend + bias) as cuDNN's graph of operations, where all but the product may be
/// missing. Its functions are called under cudnn::mutex, and throw Error kInvalidArgument where the
/// library refuses.
class CudnnConvolutionGraph {
 public:
  /// Tensors of the graph by their identifiers; those of results in between follow.
  enum Id : int64_t { kX = 1, kW, kY, kBias, kAddend, kFirstVirtual };

  CudnnConvolutionGraph(const Problem& problem, const kernels::TensorProduct& shape,
                        Factors factors);

  /// What the heuristics propose, up to `most`, the likeliest first: the number of an engine, then
  /// types and values of its knobs.
  std::vector<Configuration> candidates(size_t most) const;
  /// The execution plan of a candidate.
  cudnn::Descriptor plan(std::span<const int64_t> candidate) const;

 private:
  using Numbers = std::array<int64_t, 4>;  ///< of images, channels, rows and columns

  const cudnn::Descriptor& add_tensor(int64_t id, cudnn::ElementType type, const Numbers& extents,
                                      const Numbers& strides);
  /// The result of the operation that comes next: y for the last one.
  const cudnn::Descriptor& add_result();
  void add_convolution(const kernels::TensorProduct& shape);
  /// With a tensor that is broadcast.
  void add_sum(Id id, const Numbers& extents, const Numbers& strides);
  void add_pointwise(cudnn::PointwiseMode mode, const cudnn::Descriptor* operand);
  void add_candidates(cudnn::HeuristicsMode mode, size_t most,
                      std::vector<Configuration>& to) const;
  void finalize();
  bool allows(const cudnn::Descriptor& engine) const;

  cudnn::ElementType type_;  ///< of all tensors but results in between
  bool is_rounded_;          ///< factors are of 16 bits, or may be rounded to tf32
  Numbers y_extents_, y_strides_;
  size_t operations_left_;
  std::vector<cudnn::Descriptor> parts_;  ///< what the operations refer to
  std::vector<cudnn::Descriptor> operations_;
  cudnn::Pointer result_ = nullptr;  ///< of the last operation so far
  cudnn::Descriptor graph_{cudnn::Kind::kOperationGraph};
};

}  // namespace ingot::backend::cuda
