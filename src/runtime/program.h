#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/engine.h"
#include "runtime/recordings.h"

namespace ingot::runtime {

/// Hears of each step when its launch is done.
class StepObserver {
 public:
  virtual ~StepObserver() = default;
  virtual void report(const plan::Step& step) noexcept = 0;
};

/// Which tensors a program writes: those of all steps, or not those that a launch passes on from
/// one of its steps to the next (plan::are_consecutive).
enum class Writes { kWhatIsRead, kAll };

/// The kernels of an engine for one set of shapes, with the addresses that they work on. Belongs
/// to one context, whose arena it names; runs of it must follow one another.
class Program {
 public:
  /// Prepares every kernel. Throws Error kInvalidArgument, naming the layer, where the shapes do
  /// not go together or do not fit into what the plan reserves.
  Program(const Engine& engine, const ir::Bindings& bindings, std::byte* arena,
          Writes writes = Writes::kWhatIsRead);

  /// Shape of a plan's tensor under this program's numbers.
  const std::vector<int64_t>& shape(uint32_t tensor) const { return shapes_[tensor]; }

  /// Throws Error kUnsupported with the layer's name where a step cannot be part of a capture.
  void require_recordable() const;

  /// Queues all steps. `addresses`: one a binding. With an observer, waits after each launch.
  void run(std::span<void* const> addresses, backend::Stream& stream,
           StepObserver* observer) noexcept;
  /// As run; replays what it recorded of an earlier call on these addresses, where the device can
  /// record.
  void replay(std::span<void* const> addresses, backend::Stream& stream) noexcept;
  /// As run, with a mark before the first step and after each. Of steps that one launch computes,
  /// the first has its time: the marks of the others follow at once.
  void time(std::span<void* const> addresses, backend::Stream& stream,
            backend::Laps& laps) noexcept;

 private:
  struct Call {  ///< one launch
    std::unique_ptr<backend::Kernel> kernel;
    size_t first_step, num_steps;
    size_t first_input, num_inputs;
    size_t first_output, num_outputs;
    std::byte* workspace;
  };
  struct Patch {  ///< addresses_[slot] is where binding `binding` lies
    size_t slot;
    size_t binding;
  };

  void place(std::span<void* const> addresses) noexcept;
  void launch(const Call& call, backend::Stream& stream) const noexcept;
  void launch_all(backend::Stream& stream) const noexcept;
  std::unique_ptr<backend::Recording> record(backend::Stream& stream) const noexcept;
  /// What a recording cannot hold; null where there is nothing such.
  const Call* first_unrecordable() const;

  void infer_shapes(const ir::Bindings& bindings);
  std::unique_ptr<backend::Kernel> prepare(size_t step, const ir::Bindings& bindings) const;
  /// One that computes the steps of a launch from `first` on, whose own ones `kernels` are; null
  /// where their device has none.
  std::unique_ptr<backend::Kernel> prepare_launch(
      size_t first, std::span<const std::unique_ptr<backend::Kernel>> kernels,
      const ir::Bindings& bindings, Writes writes) const;
  void add_call(std::unique_ptr<backend::Kernel> kernel, size_t first_step, size_t num_steps,
                std::byte* arena);
  size_t add_addresses(std::span<const uint32_t> tensors, std::byte* arena);

  const Engine& engine_;
  std::vector<std::vector<int64_t>> shapes_;
  std::vector<void*> addresses_;
  std::vector<Patch> patches_;
  std::vector<Call> calls_;
  Recordings recordings_;
};

}  // namespace ingot::runtime
