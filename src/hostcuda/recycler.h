// Memory of handle objects: never returned, so that reading a destroyed handle's mark is safe.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace ingot::hostcuda {

/// Counts references and marks whether the user's handle to the object is alive.
class HandleObject {
 public:
  bool alive() const { return mark_.load(std::memory_order_acquire) == kAlive; }
  /// True for the one caller that ended the handle's life.
  bool kill() { return mark_.exchange(0, std::memory_order_acq_rel) == kAlive; }
  void revive() {
    references_.store(1, std::memory_order_relaxed);
    mark_.store(kAlive, std::memory_order_release);
  }
  void add_reference() { references_.fetch_add(1, std::memory_order_relaxed); }
  bool drop_reference() { return references_.fetch_sub(1, std::memory_order_acq_rel) == 1; }

 private:
  static constexpr std::uint32_t kAlive = 0x1A60C0DAU;
  std::atomic<std::uint32_t> mark_{0};
  std::atomic<std::int32_t> references_{0};
};

template <class T>
class Recycler {
 public:
  /// An unused object, or a new one.
  T& take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      free_.reserve(all_.size() + 1);  // so that put_back allocates nothing
      all_.reserve(all_.size() + 1);
      return *all_.emplace_back(new T);
    }
    T& object = *free_.back();
    free_.pop_back();
    return object;
  }

  /// Number of objects that were ever made.
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return all_.size();
  }

  /// The objects in the order in which they were made; null beyond the last.
  T* at(std::size_t index) {
    const std::lock_guard lock(mutex_);
    return index < all_.size() ? all_[index] : nullptr;
  }

  void put_back(T& object) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&object);
  }

  /// Calls `visit` for every object that was ever made.
  template <class Visit>
  void for_each(const Visit& visit) {
    const std::lock_guard lock(mutex_);
    for (T* object : all_) visit(*object);
  }

 private:
  std::mutex mutex_;
  std::vector<T*> all_;
  std::vector<T*> free_;
};

}  // namespace ingot::hostcuda
