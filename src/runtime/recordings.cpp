#include "runtime/recordings.h"

#include <algorithm>

namespace ingot::runtime {

Recordings::Recordings(size_t num_addresses) {
  for (Entry& entry : entries_) entry.addresses.resize(num_addresses);
}

Recordings::Entry* Recordings::find(std::span<void* const> addresses) noexcept {
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.last_use > 0 && std::ranges::equal(entry.addresses, addresses);
  });
  return found == entries_.end() ? nullptr : &*found;
}

Recordings::Entry& Recordings::oldest() noexcept {
  return *std::ranges::min_element(entries_, {}, &Entry::last_use);
}

bool Recordings::replay(std::span<void* const> addresses, backend::Stream& stream) noexcept {
  if (!can_record_) return false;
  Entry* const entry = find(addresses);
  if (entry == nullptr || !entry->recording) return false;
  entry->last_use = ++uses_;
  entry->recording->replay(stream);
  return true;
}

bool Recordings::note(std::span<void* const> addresses) noexcept {
  if (!can_record_) return false;
  noted_ = find(addresses);
  const bool is_worth_it = noted_ != nullptr || uses_ == 0;
  if (noted_ == nullptr) {
    noted_ = &oldest();
    noted_->recording.reset();
    std::ranges::copy(addresses, noted_->addresses.begin());
  }
  noted_->last_use = ++uses_;
  return is_worth_it;
}

void Recordings::add(std::unique_ptr<backend::Recording> recording) noexcept {
  can_record_ = recording != nullptr;
  noted_->recording = std::move(recording);
}

}  // namespace ingot::runtime
