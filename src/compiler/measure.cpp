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

/// Copies of a layer's constants that exceed the device's cache by one, so that the next one to be
/// read has left it.
size_t num_copies(size_t constant_size, const backend::Device& device) {
  constexpr size_t kMost = 64;
  const size_t cache_size = device.info().cache_size;
  if (constant_size == 0 || constant_size >= cache_size) return 1;
  return std::min(cache_size / constant_size + 2, kMost);
}

/// Tensors to launch a candidate on.
class Operands {
 public:
  Operands(const Candidate& candidate, const backend::Problem& problem,
           std::span<const ir::Tensor* const> constants, const Settings& settings)
      : device_(*settings.device) {
    std::vector<SharedBytes> bytes;
    size_t constant_size = 0;
    for (size_t i = 0; i < problem.inputs.size(); ++i) {
      bytes.push_back(constants[i] == nullptr ? filled(problem.inputs[i])
                                              : packed(candidate, problem, i, *constants[i]));
      if (constants[i] != nullptr) constant_size += bytes.back().size();
    }
    add_inputs(bytes);
    const size_t copies = settings.cold_weights ? num_copies(constant_size, device_) : 1;
    for (size_t copy = 1; copy < copies; ++copy) add_copy(bytes, constants);
    add_outputs(problem);
  }

  /// Addresses with the next copy of the constants.
  backend::Launch next(std::byte* workspace) {
    const auto& inputs = inputs_[turn_++ % inputs_.size()];
    return {inputs, outputs_, workspace};
  }

 private:
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

  const void* upload(SharedBytes bytes) {
    buffers_.push_back(device_.upload(std::move(bytes)));
    return buffers_.back()->data();
  }

  void add_inputs(std::span<const SharedBytes> bytes) {
    auto& inputs = inputs_.emplace_back();
    for (const SharedBytes& input : bytes) inputs.push_back(upload(input));
  }

  void add_copy(std::span<const SharedBytes> bytes, std::span<const ir::Tensor* const> constants) {
    std::vector<const void*> inputs = inputs_.front();
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (constants[i] != nullptr) inputs[i] = upload(SharedBytes::copy_of(bytes[i].span()));
    }
    inputs_.push_back(std::move(inputs));
  }

  void add_outputs(const backend::Problem& problem) {
    for (const auto& type : problem.outputs) {
      buffers_.push_back(device_.allocate(byte_size(type)));
      outputs_.push_back(buffers_.back()->data());
    }
  }

  const backend::Device& device_;
  std::vector<std::unique_ptr<backend::Buffer>> buffers_;
  std::vector<std::vector<const void*>> inputs_;  ///< one list a copy of the constants
  std::vector<void*> outputs_;
  size_t turn_ = 0;
};

/// The samples of a candidate; those that something disturbed count where there are no others.
class Samples {
 public:
  void add(const backend::Timing& timing) {
    ++count_;
    sum_ += timing.seconds;
    double& least = timing.is_disturbed ? least_disturbed_ : least_;
    least = std::min(least, timing.seconds);
    if (timing.is_disturbed) return;
    ++count_undisturbed_;
    sum_undisturbed_ += timing.seconds;
  }

  int count() const { return count_; }
  double least() const { return count_undisturbed_ > 0 ? least_ : least_disturbed_; }

  bool are_enough(int at_least, const Sampling& sampling, double best) const {
    constexpr int kEnoughToGiveUp = 3;
    constexpr int kPatience = 5;  // times the time, and samples, of an undisturbed measurement
    if (count_ < at_least) return false;
    const bool is_hopeless = count_ >= kEnoughToGiveUp && least() > 2 * best;
    return is_hopeless || count_undisturbed_ >= sampling.most ||
           sum_undisturbed_ >= sampling.seconds || count_ >= kPatience * sampling.most ||
           sum_ >= kPatience * sampling.seconds;
  }

 private:
  static constexpr double kNone = std::numeric_limits<double>::infinity();

  int count_ = 0;
  int count_undisturbed_ = 0;
  double sum_ = 0;
  double sum_undisturbed_ = 0;
  double least_ = kNone;
  double least_disturbed_ = kNone;
};

}  // namespace

std::string to_string(const Candidate& candidate) {
  const std::string name(candidate.tactic->name());
  return candidate.configuration.empty() ? name
                                         : str(name, " [", join(candidate.configuration), "]");
}

TimingKey key_of(const Candidate& candidate, const backend::Problem& problem,
                 const Settings& settings) {
  return timing_key(str(problem.key(), ", ", settings.device->info().timing,
                        settings.cold_weights ? ", cold weights" : ""),
                    to_string(candidate));
}

double measure(const Candidate& candidate, const backend::Problem& problem,
               std::span<const ir::Tensor* const> constants, const Settings& settings,
               const Sampling& sampling, double best) {
  const backend::Device& device = *settings.device;
  const auto kernel = candidate.tactic->prepare(problem, candidate.configuration);
  Operands operands(candidate, problem, constants, settings);
  const auto workspace = device.allocate(kernel->workspace_size());
  const auto stream = device.create_stream();
  const auto launch = [&] { kernel->launch(operands.next(workspace->data()), *stream); };
  launch();  // fills caches, and takes pages of outputs and workspace
  stream->synchronize();
  const int num_launches = settings.average_timing_iterations;
  Samples samples;
  while (!samples.are_enough(std::max(1, settings.min_timing_iterations), sampling,
                             best * num_launches)) {
    samples.add(device.time(*stream, [&] {
      for (int i = 0; i < num_launches; ++i) launch();
    }));
  }
  const double seconds = samples.least() / num_launches;
  settings.log(Severity::kVerbose, str("measured ", to_string(candidate), ", ",
                                       to_string(key_of(candidate, problem, settings)), ": ",
                                       seconds * 1e6, " us, the least of ", samples.count(),
                                       " samples of ", num_launches, " launches"));
  return seconds;
}

}  // namespace ingot::compiler
