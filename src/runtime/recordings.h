#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "backend/device.h"

namespace ingot::runtime {

/// What was recorded of a program's launches, by the addresses of its bindings. Worth recording are
/// the first addresses, and those that come again while they are remembered: for a program whose
/// addresses change each time, plain launches are quicker than a recording that runs once.
class Recordings {
 public:
  explicit Recordings(size_t num_addresses);

  /// Queues what was recorded for the addresses; false where there is nothing.
  bool replay(std::span<void* const> addresses, backend::Stream& stream) noexcept;
  /// Remembers addresses without a recording; whether they are worth one.
  bool note(std::span<void* const> addresses) noexcept;
  /// Keeps the recording for the addresses that were noted last. Null: nothing can be recorded.
  void add(std::unique_ptr<backend::Recording> recording) noexcept;

 private:
  struct Entry {
    std::vector<void*> addresses;
    std::unique_ptr<backend::Recording> recording;
    uint64_t last_use = 0;  ///< 0: empty
  };

  Entry* find(std::span<void* const> addresses) noexcept;
  Entry& oldest() noexcept;

  std::array<Entry, 8> entries_;
  Entry* noted_ = nullptr;
  uint64_t uses_ = 0;
  bool can_record_ = true;
};

}  // namespace ingot::runtime
