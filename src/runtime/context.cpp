#include "runtime/context.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace ingot::runtime {
namespace {

/// Programs kept at a time; shapes beyond them are prepared again when they come back.
constexpr size_t kMaxPrograms = 32;

const plan::SymbolRange& range_of(const plan::Profile& profile, const std::string& symbol) {
  const auto found =
      std::find_if(profile.ranges.begin(), profile.ranges.end(),
                   [&](const plan::SymbolRange& range) { return range.symbol == symbol; });
  require(found != profile.ranges.end(), ErrorCode::kInternal,
          [&] { return str("the profile has no range for ", symbol); });
  return *found;
}

}  // namespace

Context::Context(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {
  set_profile(0);
}

void Context::set_profile(size_t profile) {
  require(profile < engine_->plan().profiles.size(), ErrorCode::kInvalidArgument, [&] {
    return str("there is no profile ", profile, "; the engine has ",
               engine_->plan().profiles.size());
  });
  profile_ = profile;
  bindings_.clear();
  current_.reset();
  for (const plan::SymbolRange& range : engine_->plan().profiles[profile].ranges) {
    if (range.min == range.max) bindings_[range.symbol] = range.min;
  }
}

void Context::set_arena(std::byte* arena) {
  user_arena_ = arena;
  own_arena_.reset();
  programs_.clear();
  current_.reset();
}

int64_t Context::check_range(const std::string& symbol, int64_t value,
                             const std::string& what) const {
  const plan::SymbolRange& range = range_of(engine_->plan().profiles[profile_], symbol);
  require(value >= range.min && value <= range.max, ErrorCode::kInvalidArgument, [&] {
    return str(what, " is ", value, ", profile ", profile_, " allows ", range.min, " to ",
               range.max);
  });
  return value;
}

void Context::set_input_shape(size_t binding, const std::vector<int64_t>& shape) {
  const plan::Plan& plan = engine_->plan();
  require(binding < plan.bindings.size() && plan.bindings[binding].is_input,
          ErrorCode::kInvalidArgument, [&] { return str("binding ", binding, " is no input"); });
  const std::string& name = plan.bindings[binding].name;
  const ir::Shape& expected = plan.tensors[plan.bindings[binding].tensor].type.shape;
  require(shape.size() == expected.size(), ErrorCode::kInvalidArgument, [&] {
    return str("input '", name, "' is of shape ", to_string(expected), ", got [", join(shape, ","),
               "]");
  });
  ir::Bindings bindings = bindings_;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (expected[i].is_symbol()) {
      const std::string& symbol = expected[i].symbol_name();
      bindings[symbol] = check_range(symbol, shape[i], str("extent ", i, " of input '", name, "'"));
    } else {
      require(expected[i] == ir::Dim(shape[i]), ErrorCode::kInvalidArgument, [&] {
        return str("extent ", i, " of input '", name, "' is ", shape[i], ", the engine is for ",
                   expected[i]);
      });
    }
  }
  bindings_ = std::move(bindings);
  current_.reset();
}

void Context::set_batch(int64_t batch) {
  const auto bound = bindings_.find(plan::kBatchSymbol);
  if (bound != bindings_.end() && bound->second == batch) return;
  const std::string symbol(plan::kBatchSymbol);
  bindings_[symbol] = check_range(symbol, batch, "the batch");
  current_.reset();
}

bool Context::has_all_shapes() const {
  const auto& ranges = engine_->plan().profiles[profile_].ranges;
  return std::all_of(ranges.begin(), ranges.end(), [&](const plan::SymbolRange& range) {
    return bindings_.contains(range.symbol);
  });
}

std::vector<int64_t> Context::shape(size_t binding) const {
  const plan::Plan& plan = engine_->plan();
  const ir::Shape bound =
      ir::bind(plan.tensors[plan.bindings.at(binding).tensor].type.shape, bindings_);
  std::vector<int64_t> shape;
  for (const ir::Dim& dim : bound) shape.push_back(dim.is_known() ? dim.value() : -1);
  return shape;
}

std::byte* Context::arena() {
  if (user_arena_ != nullptr) return user_arena_;
  if (!own_arena_) own_arena_ = engine_->device().allocate(engine_->plan().arena_size);
  return own_arena_->data();
}

std::shared_ptr<Program> Context::program() {
  if (current_) return current_;
  require(has_all_shapes(), ErrorCode::kInvalidState,
          [] { return "not every input has its shape yet; set the shapes of all inputs first"; });
  auto found = programs_.find(bindings_);
  if (found == programs_.end()) {
    auto program = std::make_shared<Program>(*engine_, bindings_, arena());
    if (programs_.size() >= kMaxPrograms) programs_.clear();
    found = programs_.emplace(bindings_, std::move(program)).first;
  }
  current_ = found->second;
  return current_;
}

}  // namespace ingot::runtime
