#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/engine.h"

namespace ingot::runtime {

/// Hears what each step took, in seconds.
class StepObserver {
 public:
  virtual ~StepObserver() = default;
  virtual void report(const plan::Step& step, double seconds) noexcept = 0;
};

/// The kernels of an engine for one set of shapes, with the addresses that they work on. Belongs
/// to one context, whose arena it names; runs of it must follow one another.
class Program {
 public:
  /// Prepares every kernel. Throws Error kInvalidArgument, naming the layer, where the shapes do
  /// not go together or do not fit into what the plan reserves.
  Program(const Engine& engine, const ir::Bindings& bindings, std::byte* arena);

  /// Shape of a plan's tensor under this program's numbers.
  const std::vector<int64_t>& shape(uint32_t tensor) const { return shapes_[tensor]; }

  /// Queues all steps. `addresses`: one a binding. With an observer, waits after each step.
  void run(std::span<void* const> addresses, backend::Stream& stream,
           StepObserver* observer) noexcept;

 private:
  struct Call {
    std::unique_ptr<backend::Kernel> kernel;
    size_t first_input, num_inputs;
    size_t first_output, num_outputs;
    std::byte* workspace;
  };
  struct Patch {  ///< addresses_[slot] is where binding `binding` lies
    size_t slot;
    size_t binding;
  };

  void infer_shapes(const ir::Bindings& bindings);
  void add_call(size_t step, const ir::Bindings& bindings, std::byte* arena);
  size_t add_addresses(std::span<const uint32_t> tensors, std::byte* arena);

  const Engine& engine_;
  std::vector<std::vector<int64_t>> shapes_;
  std::vector<void*> addresses_;
  std::vector<Patch> patches_;
  std::vector<Call> calls_;
};

}  // namespace ingot::runtime
