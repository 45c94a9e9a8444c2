#include "backend/cpu/device.h"
#include "base/cuda_library.h"
#include "base/text.h"
#include "items.h"
#include "layouts.h"
#include "modes.h"

namespace ingot::tests {
namespace {

bool has_float32(const Row& row) {
  for (const RowInput& input : row.inputs) {
    if (input.type.data_type == ir::DataType::kFloat32) return true;
  }
  return false;
}

/// `compute`, which runs when its result is first asked for.
template <class Compute, class Result = std::invoke_result_t<Compute>>
std::function<const Result&()> once(const Compute& compute) {
  return [compute, known = std::optional<Result>()]() mutable -> const Result& {
    if (!known) known = compute();
    return *known;
  };
}

class Tactics {
 public:
  Tactics(std::string_view mode, const Row& row, const Filter& filter, Report& report,
          const std::function<void(const TacticTrial&)>& body)
      : mode_(mode), row_(row), filter_(filter), report_(report), body_(body) {}

  void run() const {
    for (const auto& [type, row] : typed_rows(row_, filter_)) {
      for (const Data data : {Data::kIntegers, Data::kRandom}) {
        if (filter_.data && *filter_.data != data) continue;
        const Case test = make_case(row, data);
        const std::string flags = str("--type ", type, " --data ", name_of(data));
        for (const backend::Device* device : devices(filter_)) run_case(test, *device, flags);
      }
    }
  }

 private:
  void run_case(const Case& test, const backend::Device& device, const std::string& flags) const {
    for (const LaidOut& laid_out : layouts(problem_of(test, device), device)) {
      if (!filter_.layout.empty() && filter_.layout != laid_out.layout) continue;
      const auto type = coarsest_kept(laid_out.problem);
      run_layout(type ? with_rounded_inputs(test, *type) : test, device, laid_out.problem,
                 str(flags, " --layout ", laid_out.layout));
    }
  }

  void run_layout(const Case& test, const backend::Device& device, const backend::Problem& problem,
                  const std::string& flags) const {
    const std::function<const ir::Tensor&()> expected =
        once([&] { return rounded(reference(test), stored_type(problem.outputs[0].format)); });
    const std::function<const std::vector<Case>&()> items = once([&] { return items_of(test); });
    for (const backend::Tactic* tactic : device.tactics(test.op.name())) {
      const std::string name(tactic->name());
      if (!filter_.tactic.empty() && filter_.tactic != name) continue;
      if (tactic->is_fallback()) continue;
      const backend::Support support = tactic->supports(problem);
      if (!support) {
        report_.skip(name, support.reason());
        continue;
      }
      for (const auto& configuration : tactic->configurations(problem)) {
        const Trial trial{mode_, &row_, str(flags, " --tactic ", name)};
        report_.guard(trial, [&] {
          body_({test, expected, items, device, problem, *tactic, configuration, trial});
        });
      }
    }
  }

  std::string mode_;
  const Row& row_;
  const Filter& filter_;
  Report& report_;
  const std::function<void(const TacticTrial&)>& body_;
};

}  // namespace

std::vector<const backend::Device*> devices(const Filter& filter) {
  std::vector<const backend::Device*> all;
  if (filter.device != "cuda") all.push_back(&backend::cpu::device());
  if (const void* gpu = filter.device == "cpu" ? nullptr : chosen_gpu()) {
    all.push_back(static_cast<const backend::Device*>(gpu));
  }
  return all;
}

std::vector<std::pair<std::string, Row>> typed_rows(const Row& row, const Filter& filter) {
  if (!has_float32(row)) return {{"own", row}};
  std::vector<std::pair<std::string, Row>> rows;
  using enum ir::DataType;
  for (const ir::DataType type : {kFloat32, kFloat16, kBFloat16}) {
    if (filter.type && *filter.type != type) continue;
    rows.emplace_back(name_of(type), type == kFloat32 ? row : with_type(row, type));
  }
  return rows;
}

std::optional<backend::Problem> with_pitch(const TacticTrial& at) {
  const ir::TensorType& type = at.problem.outputs[0];
  if (!is_channels_last(type.format)) return std::nullopt;
  backend::Problem problem = at.problem;
  problem.output_pitch = filled_shape(type)[1].value() + 5 * block_of(type.format);
  return takes(at.tactic, problem, at.configuration) ? std::optional(problem) : std::nullopt;
}

void for_each_tactic(std::string_view mode, const Row& row, const Filter& filter, Report& report,
                     const std::function<void(const TacticTrial&)>& body) {
  Tactics(mode, row, filter, report, body).run();
}

}  // namespace ingot::tests
