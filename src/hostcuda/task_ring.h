// First-in-first-out queue of tasks that allocates only to grow.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>

#include "hostcuda/task.h"

namespace ingot::hostcuda {

class TaskRing {
 public:
  bool empty() const { return head_ == tail_; }
  Task& front() { return tasks_[head_ & mask()]; }
  void pop() { ++head_; }

  void push(const Task& task) {
    if (tail_ - head_ == capacity_) grow();
    tasks_[tail_++ & mask()] = task;
  }

 private:
  static constexpr std::size_t kFirstCapacity = 16;

  std::size_t mask() const { return capacity_ - 1; }

  void grow() {
    const std::size_t capacity = std::max(kFirstCapacity, 2 * capacity_);
    auto tasks = std::make_unique_for_overwrite<Task[]>(capacity);
    for (std::size_t i = head_; i != tail_; ++i) tasks[i & (capacity - 1)] = tasks_[i & mask()];
    tasks_ = std::move(tasks);
    capacity_ = capacity;
  }

  std::unique_ptr<Task[]> tasks_;
  std::size_t capacity_ = 0;  // a power of two, or 0
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

}  // namespace ingot::hostcuda
