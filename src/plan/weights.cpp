#include "plan/weights.h"

#include <algorithm>

namespace ingot::plan {

uint64_t Weights::size() const {
  uint64_t size = 0;
  for (const SharedBytes& piece : pieces_) size = align_up(size) + piece.size();
  return size;
}

const SharedBytes& Weights::gather() {
  if (pieces_.size() != 1) {
    AlignedBytes whole = allocate_aligned(align_up(size()));
    const uint64_t total = size();
    std::byte* at = whole.get();
    for (SharedBytes& piece : pieces_) {
      const SharedBytes bytes = std::exchange(piece, {});
      at = std::ranges::copy(bytes.span(), at).out;
      at = std::fill_n(at, align_up(bytes.size()) - bytes.size(), std::byte{});
    }
    pieces_ = {share(std::move(whole), total)};
  }
  return pieces_.front();
}

}  // namespace ingot::plan
