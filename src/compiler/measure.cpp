#include "compiler/measure.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace ingot::compiler {
namespace {

std::unique_ptr<backend::Buffer> allocate(size_t size, const Settings& settings) {
  return settings.memory.allocate ? settings.memory.allocate(size)
                                  : settings.device->allocate(size);
}

std::unique_ptr<backend::Buffer> upload(SharedBytes bytes, const Settings& settings) {
  return settings.memory.upload ? settings.memory.upload(std::move(bytes))
                                : settings.device->upload(std::move(bytes));
}

/// A third of a unit in every element of a float tensor, 1 in others: no zeros, which some
/// machines multiply faster, and no denormals, which all multiply slower.
std::unique_ptr<backend::Buffer> filled(const ir::TensorType& type, const Settings& settings) {
  const ir::DataType stored = stored_type(type);
  std::array<std::byte, sizeof(double)> element{};
  store(ir::TensorView(stored, {1}, element.data()), 0, is_floating(stored) ? 0.33 : 1);
  auto buffer = allocate(byte_size(type), settings);
  settings.device->fill(buffer->data(), buffer->size(), std::span(element).first(size_of(stored)));
  return buffer;
}

/// Copies of a layer's constants that exceed the device's cache by one, so that the next one to be
/// read has left it.
size_t num_copies(size_t constant_size, const backend::Device& device) {
  constexpr size_t kMost = 64;
  const size_t cache_size = device.info().cache_size;
  if (constant_size == 0 || constant_size >= cache_size) return 1;
  return std::min(cache_size / constant_size + 2, kMost);
}

SharedBytes packed(const Candidate& candidate, const backend::Problem& problem, size_t index,
                   const ir::Tensor& constant) {
  const auto& [tactic, configuration] = candidate;
  auto bytes = tactic->pack(problem, configuration, index, constant);
  if (!bytes) return SharedBytes::copy_of(constant.bytes.span());
  return share(std::move(*bytes), tactic->packed_size(problem, configuration, index).value());
}

/// Tensors to launch a candidate on.
class Operands {
 public:
  Operands(const backend::Problem& problem, const PackedConstants& constants,
           const Settings& settings)
      : constants_(constants), inputs_(problem.inputs.size()) {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (constants.address(0, i) != nullptr) continue;
      buffers_.push_back(filled(problem.inputs[i], settings));
      inputs_[i] = buffers_.back()->data();
    }
    for (const auto& type : problem.outputs) {
      buffers_.push_back(allocate(byte_size(type, problem.output_pitch), settings));
      outputs_.push_back(buffers_.back()->data());
    }
  }

  /// Addresses with the next copy of the constants.
  backend::Launch next(std::byte* workspace) {
    const size_t copy = turn_++ % constants_.num_copies();
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (const void* constant = constants_.address(copy, i)) inputs_[i] = constant;
    }
    return {inputs_, outputs_, workspace};
  }

 private:
  const PackedConstants& constants_;
  std::vector<std::unique_ptr<backend::Buffer>> buffers_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
  size_t turn_ = 0;
};

/// Operands of the parts of a launch, one after another.
class OperandsTogether {
 public:
  OperandsTogether(std::span<const LaunchPart> parts, const Settings& settings) {
    constants_.reserve(parts.size());  // parts_ refer to them
    for (const LaunchPart& part : parts) {
      constants_.emplace_back(part.candidate, part.problem, part.constants, settings);
      parts_.emplace_back(part.problem, constants_.back(), settings);
    }
  }

  backend::Launch next() {
    inputs_.clear();
    outputs_.clear();
    for (Operands& part : parts_) {
      const backend::Launch own = part.next(nullptr);
      inputs_.insert(inputs_.end(), own.inputs.begin(), own.inputs.end());
      outputs_.insert(outputs_.end(), own.outputs.begin(), own.outputs.end());
    }
    return {inputs_, outputs_, nullptr};
  }

 private:
  std::vector<PackedConstants> constants_;
  std::vector<Operands> parts_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
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

std::string how_measured(const Settings& settings) {
  return str(", ", settings.device->info().timing, settings.cold_weights ? ", cold weights" : "");
}

/// Seconds of one launch; `named` tells what was measured.
template <class Launch, class Named>
double sample(const Launch& launch, backend::Stream& stream, const Settings& settings,
              const Sampling& sampling, double best, const Named& named) {
  launch();  // fills caches, and takes pages of outputs and workspace
  stream.synchronize();
  const int num_launches = settings.average_timing_iterations;
  Samples samples;
  while (!samples.are_enough(std::max(1, settings.min_timing_iterations), sampling,
                             best * num_launches)) {
    samples.add(settings.device->time(stream, [&] {
      for (int i = 0; i < num_launches; ++i) launch();
    }));
  }
  const double seconds = samples.least() / num_launches;
  settings.log(Severity::kVerbose,
               str("measured ", named(), ": ", seconds * 1e6, " us, the least of ", samples.count(),
                   " samples of ", num_launches, " launches"));
  return seconds;
}

}  // namespace

PackedConstants::PackedConstants(const Candidate& candidate, const backend::Problem& problem,
                                 std::span<const ir::Tensor* const> constants,
                                 const Settings& settings) {
  std::vector<SharedBytes> bytes(constants.size());
  size_t size = 0;
  for (size_t i = 0; i < constants.size(); ++i) {
    if (constants[i] == nullptr) continue;
    bytes[i] = packed(candidate, problem, i, *constants[i]);
    size += bytes[i].size();
  }
  copies_.resize(settings.cold_weights ? compiler::num_copies(size, *settings.device) : 1);
  for (Copy& copy : copies_) {
    for (size_t i = 0; i < constants.size(); ++i) {
      const bool is_first = &copy == &copies_.front();
      copy.push_back(constants[i] == nullptr ? nullptr
                     : is_first              ? upload(bytes[i], settings)
                                : upload(SharedBytes::copy_of(bytes[i].span()), settings));
    }
  }
}

std::string to_string(const Candidate& candidate) {
  const std::string name(candidate.tactic->name());
  return candidate.configuration.empty() ? name
                                         : str(name, " [", join(candidate.configuration), "]");
}

TimingKey key_of(const Candidate& candidate, const backend::Problem& problem,
                 const Settings& settings) {
  return timing_key(str(problem.key(), how_measured(settings)), to_string(candidate));
}

double measure(const Candidate& candidate, const backend::Problem& problem,
               const PackedConstants& constants, const Settings& settings, const Sampling& sampling,
               double best) {
  const backend::Device& device = *settings.device;
  const auto kernel = candidate.tactic->prepare(problem, candidate.configuration);
  Operands operands(problem, constants, settings);
  const auto workspace = allocate(kernel->workspace_size(), settings);
  const auto stream = device.create_stream();
  return sample([&] { kernel->launch(operands.next(workspace->data()), *stream); }, *stream,
                settings, sampling, best,
                [&] {
                  return str(to_string(candidate), ", ",
                             to_string(key_of(candidate, problem, settings)));
                });
}

std::unique_ptr<backend::Kernel> kernel_of(std::span<const LaunchPart> parts, Parts how) {
  const auto& [tactic, configuration] = parts.front().candidate;
  if (how == Parts::kConsecutive) {
    std::vector<backend::Problem> next;
    for (const LaunchPart& part : parts.subspan(1)) next.push_back(part.problem);
    return tactic->with_next(parts.front().problem, configuration, next);
  }
  std::vector<std::unique_ptr<backend::Kernel>> kernels;
  std::vector<const backend::Kernel*> pointers;
  for (const LaunchPart& part : parts) {
    kernels.push_back(part.candidate.tactic->prepare(part.problem, part.candidate.configuration));
    pointers.push_back(kernels.back().get());
  }
  return tactic->together(pointers);
}

TimingKey key_of(std::span<const LaunchPart> parts, Parts how, const Settings& settings) {
  const char* const between = how == Parts::kConsecutive ? " and then " : " together with ";
  std::string problems;
  std::string candidates;
  for (const LaunchPart& part : parts) {
    problems += part.problem.key() + between;
    candidates += to_string(part.candidate) + between;
  }
  return timing_key(problems + how_measured(settings), candidates);
}

double measure_together(const backend::Kernel& kernel, std::span<const LaunchPart> parts, Parts how,
                        const Settings& settings) {
  OperandsTogether operands(parts, settings);
  const auto stream = settings.device->create_stream();
  return sample([&] { kernel.launch(operands.next(), *stream); }, *stream, settings, {},
                std::numeric_limits<double>::infinity(),
                [&] {
                  return str(parts.size(), " layers together, ",
                             to_string(key_of(parts, how, settings)));
                });
}

}  // namespace ingot::compiler
