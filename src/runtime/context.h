#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/program.h"

namespace ingot::runtime {

/// What one inference needs of its own: an arena, the shapes, and the programs for them. One
/// thread at a time; contexts of one engine are independent of each other.
class Context {
 public:
  explicit Context(std::shared_ptr<const Engine> engine);

  const Engine& engine() const { return *engine_; }

  /// Chooses the profile whose ranges the shapes must keep to; shapes are unset again. Throws
  /// Error kInvalidArgument when there is no such profile.
  void set_profile(size_t profile);
  size_t profile() const { return profile_; }

  /// Uses memory of the caller (plan().arena_size bytes, aligned to kAlignment, the device's)
  /// instead of an arena of its own.
  void set_arena(std::byte* arena);

  /// Sets an input's shape, the hidden batch included. Throws Error kInvalidArgument with what
  /// was expected: another rank, a fixed extent that differs, an extent outside the profile; then
  /// all shapes are as before.
  void set_input_shape(size_t binding, const std::vector<int64_t>& shape);
  /// Sets the hidden batch of an implicit-batch plan, for all inputs.
  void set_batch(int64_t batch);

  /// The numbers of the symbols that have one.
  const ir::Bindings& bindings() const { return bindings_; }
  /// Whether every symbol has its number.
  bool has_all_shapes() const;
  /// A binding's shape; extents that depend on shapes not yet set are -1.
  std::vector<int64_t> shape(size_t binding) const;

  /// The program for the shapes that are set, made when it is not there yet. Throws Error
  /// kInvalidState when shapes are missing. The program lives as long as anyone holds it, the
  /// arena as long as the context.
  std::shared_ptr<Program> program();

 private:
  std::byte* arena();
  /// `value`; throws Error kInvalidArgument unless the profile allows it for the symbol.
  int64_t check_range(const std::string& symbol, int64_t value, const std::string& what) const;

  std::shared_ptr<const Engine> engine_;
  std::unique_ptr<backend::Buffer> own_arena_;
  std::byte* user_arena_ = nullptr;
  size_t profile_ = 0;
  ir::Bindings bindings_;
  std::map<ir::Bindings, std::shared_ptr<Program>> programs_;
  std::shared_ptr<Program> current_;
};

}  // namespace ingot::runtime
