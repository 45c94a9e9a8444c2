#include "backend/cuda/cudnn_convolution.h"

#include <deque>
#include <map>

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/cudnn_convolution_graph.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/sum_and_relu.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/vendor_workspace.h"

namespace ingot::backend::cuda {
namespace {

using cudnn::Attribute;
using cudnn::Descriptor;

constexpr size_t kMostCandidates = 8;

constexpr VendorInterface kLibrary{"cuDNN", cudnn::why_not, cudnn::version, 2};

Support supports_images(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  if (x.format != y.format) return Support::no(str("from ", x, " to ", y, ": takes one format"));
  for (const ir::TensorType* type : {&x, &y}) {
    if (type->shape[1].value() != pitch_of(*type) || num_elements(type->shape).value() == 0) {
      return Support::no(str("tensor ", *type, ": takes whole blocks of channels"));
    }
  }
  return Support::yes();
}

/// An execution plan, which kernels of equal problems share: some take long to make.
class ExecutionPlan {
 public:
  explicit ExecutionPlan(Descriptor plan)
      : plan_(std::move(plan)),
        workspace_size_(plan_.get<int64_t>(Attribute::kPlanWorkspaceSize)) {}

  cudnn::Pointer pointer() const { return plan_.pointer(); }
  size_t workspace_size() const { return static_cast<size_t>(workspace_size_); }

 private:
  Descriptor plan_;
  int64_t workspace_size_;
};
using SharedPlan = std::shared_ptr<const ExecutionPlan>;

/// The plans that were made last. Called under cudnn::mutex.
class Plans {
 public:
  template <class Make>
  SharedPlan find(const std::string& key, const Make& make) {
    if (const auto known = plans_.find(key); known != plans_.end()) return known->second;
    auto plan = std::make_shared<const ExecutionPlan>(make());
    if (order_.size() == kMost) {
      plans_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(key);
    return plans_[key] = std::move(plan);
  }

 private:
  static constexpr size_t kMost = 1024;

  std::map<std::string, SharedPlan> plans_;
  std::deque<std::string> order_;
};

Plans& plans() {
  static auto* const plans = new Plans;  // outlives every static object
  return *plans;
}

/// Launches of one kernel take turns, as all that use the library's handle do.
class CudnnKernel final : public Kernel {
 public:
  CudnnKernel(const Problem& problem, SharedPlan plan)
      : plan_(std::move(plan)), tails_(sum_and_relu_of(problem)) {
    using enum CudnnConvolutionGraph::Id;
    ids_ = {kX, kW, kY};
    if (own_inputs(problem) > 2) ids_.push_back(kBias);
    if (tails_.addend) ids_.push_back(kAddend);
    addresses_.resize(ids_.size() + 1);
  }

  size_t workspace_size() const override { return vendor_workspace_size(plan_->workspace_size()); }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    const std::lock_guard lock(cudnn::mutex());
    place(launch);
    const auto& library = cudnn::functions();
    const bool is_queued =
        pack_ && library.set_stream(cudnn::handle(), queue.handle()) == 0 &&
        library.execute(cudnn::handle(), plan_->pointer(), pack_->pointer()) == 0;
    if (!is_queued) queue.note(cudaErrorUnknown);
  }

 private:
  const void* address_of(int64_t id, const Launch& launch) const noexcept {
    switch (id) {
      case CudnnConvolutionGraph::kX: return launch.inputs[0];
      case CudnnConvolutionGraph::kW: return launch.inputs[1];
      case CudnnConvolutionGraph::kY: return launch.outputs[0];
      case CudnnConvolutionGraph::kBias: return launch.inputs[2];
      default: return launch.inputs[*tails_.addend];
    }
  }

  /// Makes the variant pack, where the addresses are not those of the launch before: a network's
  /// own arrays never are among them, so those of a program stay.
  void place(const Launch& launch) const noexcept {
    bool is_new = !pack_;
    const auto put = [&](size_t i, const void* address) {
      is_new |= addresses_[i] != address;
      addresses_[i] = address;
    };
    for (size_t i = 0; i < ids_.size(); ++i) put(i, address_of(ids_[i], launch));
    put(ids_.size(), vendor_workspace(launch, plan_->workspace_size()));
    if (!is_new) return;
    try {
      pack_ = make_pack();
    } catch (const std::exception&) {
      pack_.reset();
    }
  }

  Descriptor make_pack() const {
    const std::span<const void* const> addresses(addresses_);
    Descriptor pack(cudnn::Kind::kVariantPack);
    pack.set(Attribute::kPackIds, std::span<const int64_t>(ids_));
    pack.set(Attribute::kPackPointers, addresses.first(ids_.size()), cudnn::ValueType::kPointer);
    pack.set(Attribute::kPackWorkspace, addresses.last(1), cudnn::ValueType::kPointer);
    pack.finalize("the addresses of a launch");
    return pack;
  }

  SharedPlan plan_;
  SumAndRelu tails_;
  std::vector<int64_t> ids_;
  mutable std::vector<const void*> addresses_;  ///< by identifier, then the workspace
  mutable std::optional<Descriptor> pack_;
};

}  // namespace

CudnnTactic::CudnnTactic(std::string_view name, TensorProductFunctions functions, Factors factors)
    : VendorTactic(name, kLibrary, functions, factors) {}

Support CudnnTactic::supports_product(const Problem& problem) const {
  return supports_images(problem);
}

int64_t CudnnTactic::pitch_of_weights(const kernels::TensorProduct& shape) const {
  return shape.channels;
}

std::vector<Configuration> CudnnTactic::configurations(const Problem& problem) const {
  const RelaxedCaptureMode mode;
  const std::lock_guard lock(cudnn::mutex());
  std::vector<Configuration> configurations;
  try {
    const CudnnConvolutionGraph graph(problem, shape_of(problem), factors());
    configurations = graph.candidates(kMostCandidates);
  } catch (const Error&) {
    return {};
  }
  for (Configuration& configuration : configurations) {
    configuration.insert(configuration.begin(), cudnn::version());
  }
  return configurations;
}

std::unique_ptr<Kernel> CudnnTactic::prepare(const Problem& problem,
                                             const Configuration& configuration) const {
  require_support(*this, problem);
  const Support accepted = accepts(configuration);
  require(static_cast<bool>(accepted), ErrorCode::kInvalidArgument,
          [&] { return str(accepted.reason(), "; build the engine again"); });
  const RelaxedCaptureMode mode;
  const std::lock_guard lock(cudnn::mutex());
  const std::string key = str(name(), " [", join(configuration), "] ", problem.key());
  return std::make_unique<CudnnKernel>(problem, plans().find(key, [&] {
    const CudnnConvolutionGraph graph(problem, shape_of(problem), factors());
    return graph.plan(std::span(configuration).subspan(1));
  }));
}

}  // namespace ingot::backend::cuda
