#pragma once

#include <span>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace ingot::plan {

/// The bytes of a plan's weights: one piece, or several, each at the next multiple of kAlignment.
class Weights {
 public:
  Weights() = default;
  Weights(SharedBytes piece) { add(std::move(piece)); }  // NOLINT(google-explicit-constructor)

  void add(SharedBytes piece) { pieces_.push_back(std::move(piece)); }
  std::span<const SharedBytes> pieces() const { return pieces_; }
  /// Gives them away.
  std::vector<SharedBytes> take() { return std::exchange(pieces_, {}); }
  /// Without what fills up the last piece.
  uint64_t size() const;

  /// All of them as one piece, which is what they are from then on. Each is let go of as it is
  /// copied.
  const SharedBytes& gather();

 private:
  std::vector<SharedBytes> pieces_;
};

}  // namespace ingot::plan
