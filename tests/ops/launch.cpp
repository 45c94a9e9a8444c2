#include "launch.h"

#include <algorithm>
#include <deque>

#include "backend/cpu/device.h"
#include "base/text.h"
#include "ir/blocked.h"
#include "ir/fill.h"
#include "layouts.h"
#include "plan/join.h"

namespace ingot::tests {
namespace {

/// Memory of a device between two guards, all garbage at first.
class Guarded {
 public:
  Guarded(const backend::Device& device, size_t size, size_t shift = 0)
      : device_(device),
        size_(size),
        shift_(kAlignment + shift),
        buffer_(device.allocate(shift_ + size + kAlignment)) {
    device_.write(buffer_->data(), std::vector(buffer_->size(), std::byte{kGarbage}));
  }

  std::byte* data() const { return buffer_->data() + shift_; }
  std::vector<std::byte> read() const {
    std::vector<std::byte> bytes(size_);
    device_.read(bytes, data());
    return bytes;
  }

  /// Throws Error when something was written outside.
  void check(std::string_view what) const {
    std::vector<std::byte> bytes(buffer_->size());
    device_.read(bytes, buffer_->data());
    const std::span all(bytes);
    require(is_garbage(all.first(shift_)) && is_garbage(all.subspan(shift_ + size_)),
            ErrorCode::kInternal, [&] { return str("wrote beyond its ", what); });
  }

  /// Throws Error when something was written after the first `width` of every `pitch` bytes.
  void check_gaps(size_t width, size_t pitch) const {
    const std::vector<std::byte> bytes = read();
    for (size_t gap = width; gap < bytes.size(); gap += pitch) {
      require(is_garbage(std::span(bytes).subspan(gap, pitch - width)), ErrorCode::kInternal,
              [] { return "wrote between the pixels of its output"; });
    }
  }

 private:
  static constexpr unsigned char kGarbage = 0xFF;  // a NaN in every floating-point type

  static bool is_garbage(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{kGarbage}; });
  }

  const backend::Device& device_;
  size_t size_, shift_;
  std::unique_ptr<backend::Buffer> buffer_;
};

ir::Tensor draw(const RowInput& input, Data data, uint64_t seed) {
  if (input.elements) return *input.elements;
  return data == Data::kIntegers ? ir::integer_tensor(input.type, seed)
                                 : ir::random_tensor(input.type, seed);
}

ir::Tensor tensor_of(const ir::TensorType& type, const Guarded& memory, int64_t pitch = 0) {
  return ir::to_linear(type, memory.read(), pitch);
}

/// Inputs as a launch wants them: constants packed, others where the network's user put them.
class LaunchInputs {
 public:
  LaunchInputs(const Case& test, const backend::Device& device, const backend::Problem& problem,
               Placement placement)
      : test_(test), device_(device), problem_(problem), placement_(placement) {}

  void add(size_t index) {
    const ir::TensorType& type = problem_.inputs[index];
    const SharedBytes bytes = to_format(test_.inputs[index], type);
    const bool is_binding = !test_.is_constant[index] && type.format == ir::Format::kLinear;
    const bool shifts = placement_ == Placement::kUnaligned && is_binding;
    blocks_.emplace_back(device_, bytes.size(), shifts ? size_of(type.data_type) : 0);
    device_.write(blocks_.back().data(), bytes.span());
    addresses_.push_back(blocks_.back().data());
  }

  /// In the output, where the operator joins it.
  void add_joined(size_t index, const plan::Join& join, Guarded& output) {
    const ir::TensorType& type = problem_.inputs[index];
    std::vector<std::byte> bytes = output.read();
    const ir::ConstTensorView from(test_.inputs[index]);
    const ir::TensorView to(stored_type(type), {}, bytes.data() + join.offsets[index]);
    ir::for_each_stored(
        type, [&](int64_t at, int64_t stored) { store(to, stored, load(from, at)); }, join.pitch);
    device_.write(output.data(), bytes);
    addresses_.push_back(output.data() + join.offsets[index]);
  }

  void add_packed(AlignedBytes bytes, size_t size) {
    packed_.push_back(device_.upload(share(std::move(bytes), size)));
    addresses_.push_back(packed_.back()->data());
  }

  std::span<const void* const> addresses() const { return addresses_; }

 private:
  const Case& test_;
  const backend::Device& device_;
  const backend::Problem& problem_;
  Placement placement_;
  std::vector<Guarded> blocks_;
  std::vector<std::unique_ptr<backend::Buffer>> packed_;
  std::vector<const void*> addresses_;
};

std::optional<plan::Join> join_in(const backend::Problem& problem, Placement placement) {
  if (placement != Placement::kJoined && placement != Placement::kPartlyJoined) return std::nullopt;
  const plan::Profile any;
  return plan::join_of(problem.op, problem.inputs, {&any, 1});
}

bool is_joined(const plan::Join& join, size_t index, Placement placement) {
  return join.offsets[index] % kAlignment == 0 &&
         (placement == Placement::kJoined || index % 2 == 0);
}

/// Memory for a launch of a case by a tactic.
class Operands {
 public:
  Operands(const Case& test, const backend::Device& device, const backend::Problem& problem,
           const backend::Tactic& tactic, const backend::Configuration& configuration,
           Placement placement)
      : problem_(problem),
        output_(device, byte_size(type(), problem.output_pitch), shift(problem, placement)),
        inputs_(test, device, problem, placement) {
    const auto join = join_in(problem, placement);
    for (size_t i = 0; i < test.inputs.size(); ++i) {
      auto packed = test.is_constant[i] ? tactic.pack(problem, configuration, i, test.inputs[i])
                                        : std::nullopt;
      const auto size = tactic.packed_size(problem, configuration, i);
      require(!test.is_constant[i] || packed.has_value() == size.has_value(), ErrorCode::kInternal,
              [&] { return str("pack and packed_size disagree about input ", i); });
      if (packed) {
        inputs_.add_packed(std::move(*packed), *size);
      } else if (join && is_joined(*join, i, placement) && !test.is_constant[i]) {
        inputs_.add_joined(i, *join, output_);
      } else {
        inputs_.add(i);
      }
    }
  }

  std::span<const void* const> inputs() const { return inputs_.addresses(); }
  void* output() const { return output_.data(); }

  /// What was computed. Throws Error where something was written elsewhere.
  ir::Tensor result() const {
    const int64_t pitch = problem_.output_pitch;
    output_.check("output");
    if (pitch != 0) {
      const size_t size = size_of(stored_type(type()));
      output_.check_gaps(static_cast<size_t>(filled_shape(type())[1].value()) * size,
                         static_cast<size_t>(pitch) * size);
    }
    return tensor_of(type(), output_, pitch);
  }

 private:
  static size_t shift(const backend::Problem& problem, Placement placement) {
    const ir::TensorType& type = problem.outputs[0];
    const bool shifts = placement == Placement::kUnaligned && type.format == ir::Format::kLinear;
    return shifts ? size_of(type.data_type) : 0;
  }
  const ir::TensorType& type() const { return problem_.outputs[0]; }

  const backend::Problem& problem_;
  Guarded output_;
  LaunchInputs inputs_;
};

void wait(backend::Stream& stream) {
  stream.synchronize();
  const char* const failure = stream.take_failure();
  require(failure == nullptr, ErrorCode::kInternal, [&] { return str("launch: ", failure); });
}

}  // namespace

std::string_view name_of(Data data) { return data == Data::kIntegers ? "integers" : "random"; }

Case make_case(const Row& row, Data data) {
  Case test{.op = row.op,
            .inputs = {},
            .is_constant = {},
            .output = row.op.infer(input_infos(row)).at(0),
            .data = data};
  for (const RowInput& input : row.inputs) {
    test.inputs.push_back(draw(input, data, test.inputs.size() + 1));
    test.is_constant.push_back(input.is_constant);
  }
  return test;
}

ir::Tensor reference(const Case& test) {
  const std::vector<ir::ConstTensorView> views(test.inputs.begin(), test.inputs.end());
  const Guarded output(backend::cpu::device(), byte_size(test.output));
  const ir::TensorView view(test.output.data_type, numbers(test.output.shape), output.data());
  test.op.reference(views, {&view, 1});
  output.check("output");
  return tensor_of(test.output, output);
}

backend::Problem problem_of(const Case& test, const backend::Device& device) {
  backend::Problem problem{.op = test.op,
                           .outputs = {test.output},
                           .is_constant = test.is_constant,
                           .device = device.info().identity,
                           .allows_tf32 = device.info().has_tf32};
  for (const ir::Tensor& input : test.inputs) problem.inputs.push_back(input.type);
  return problem;
}

bool takes(const backend::Tactic& tactic, const backend::Problem& problem,
           const backend::Configuration& configuration) {
  if (!tactic.supports(problem)) return false;
  try {
    tactic.prepare(problem, configuration);
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidArgument) throw;
    return false;
  }
}

ir::Tensor launch(const Case& test, const backend::Device& device, const backend::Problem& problem,
                  const backend::Tactic& tactic, const backend::Configuration& configuration,
                  backend::Stream& stream, Placement placement) {
  const Operands operands(test, device, problem, tactic, configuration, placement);
  const auto kernel = tactic.prepare(problem, configuration);
  const Guarded workspace(device, kernel->workspace_size());
  void* const address = operands.output();
  kernel->launch({operands.inputs(), {&address, 1}, workspace.data()}, stream);
  wait(stream);
  workspace.check("workspace");
  return operands.result();
}

std::vector<ir::Tensor> launch_together(const std::vector<Part>& parts,
                                        const backend::Device& device,
                                        const backend::Tactic& tactic, backend::Stream& stream) {
  std::vector<std::unique_ptr<backend::Kernel>> kernels;
  std::vector<const backend::Kernel*> pointers;
  for (const Part& part : parts) {
    kernels.push_back(tactic.prepare(part.problem, part.configuration));
    pointers.push_back(kernels.back().get());
  }
  const auto kernel = tactic.together(pointers);
  if (kernel == nullptr) return {};
  kernels.clear();
  std::deque<Operands> operands;
  std::vector<const void*> inputs;
  std::vector<void*> outputs;
  for (const Part& part : parts) {
    const Operands& own = operands.emplace_back(part.test, device, part.problem, tactic,
                                                part.configuration, Placement::kAligned);
    inputs.insert(inputs.end(), own.inputs().begin(), own.inputs().end());
    outputs.push_back(own.output());
  }
  kernel->launch({inputs, outputs, nullptr}, stream);
  wait(stream);
  std::vector<ir::Tensor> results;
  results.reserve(operands.size());
  for (const Operands& own : operands) results.push_back(own.result());
  return results;
}

std::optional<ir::Tensor> launch_with_next(const Part& part, std::span<const backend::Problem> next,
                                           const backend::Device& device,
                                           const backend::Tactic& tactic, backend::Stream& stream) {
  const auto kernel = tactic.with_next(part.problem, part.configuration, next);
  if (kernel == nullptr) return std::nullopt;
  const Operands own(part.test, device, part.problem, tactic, part.configuration,
                     Placement::kAligned);
  std::vector<const void*> inputs(own.inputs().begin(), own.inputs().end());
  std::vector<void*> outputs{own.output()};
  std::deque<Guarded> memory;
  for (const backend::Problem& problem : next) {
    inputs.push_back(outputs.back());
    outputs.push_back(memory.emplace_back(device, byte_size(problem.outputs[0])).data());
  }
  kernel->launch({inputs, outputs, nullptr}, stream);
  wait(stream);
  for (const Guarded& output : memory) output.check("output");
  return tensor_of(next.back().outputs[0], memory.back());
}

}  // namespace ingot::tests
