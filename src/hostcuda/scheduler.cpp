#include "hostcuda/scheduler.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "hostcuda/spin.h"
#include "hostcuda/stream.h"

namespace ingot::hostcuda {

Scheduler& Scheduler::instance() {
  // Never destroyed: workers and late static destructors may still use it at exit.
  static Scheduler& scheduler = *new Scheduler;
  return scheduler;
}

void Scheduler::make_room(std::size_t streams) {
  const std::lock_guard lock(mutex_);
  for (auto* list : {&urgent_, &lazy_}) {
    if (list->capacity() < streams) list->reserve(2 * streams);
  }
}

void Scheduler::submit(Stream& stream, Urgency urgency) {
  stream.add_reference();
  const std::lock_guard lock(mutex_);
  if (urgency == Urgency::kLazy && (dozing_ || spinning_ > 0)) {
    lazy_.push_back(&stream);
    return;
  }
  list_urgent(stream);
  ensure_worker();
}

void Scheduler::promote(Stream& stream) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find(lazy_.begin(), lazy_.end(), &stream);
  if (found == lazy_.end()) return;
  lazy_.erase(found);
  list_urgent(stream);
  ensure_worker();
}

void Scheduler::list_urgent(Stream& stream) {
  const bool before_others = stream.priority() < 0;
  urgent_.insert(before_others ? urgent_.begin() : urgent_.end(), &stream);
  urgent_count_.store(urgent_.size(), std::memory_order_release);
}

void Scheduler::list_lazy_as_urgent() {
  for (Stream* stream : lazy_) list_urgent(*stream);
  lazy_.clear();
}

void Scheduler::ensure_worker() {
  if (spinning_ + wakes_ >= urgent_.size()) return;
  if (sleeping_ > wakes_) {
    ++wakes_;
    wake_.notify_one();
  } else if (workers_ < kMaxWorkers) {
    start_worker();
  }
}

void Scheduler::start_worker() {
  try {
    std::thread([this] { work(); }).detach();
    ++workers_;
  } catch (const std::exception&) {
    // Work stays listed for the other workers, and whoever waits for a stream runs it.
  }
}

void Scheduler::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    bool served = false;
    while (!urgent_.empty()) served |= serve_next(lock);
    if (served) spin(lock);
    if (urgent_.empty()) rest(lock);
  }
}

bool Scheduler::serve_next(std::unique_lock<std::mutex>& lock) {
  Stream& stream = *urgent_.front();
  urgent_.erase(urgent_.begin());
  urgent_count_.store(urgent_.size(), std::memory_order_relaxed);
  ensure_worker();
  lock.unlock();
  const bool served = stream.serve();
  stream.release();
  lock.lock();
  return served;
}

void Scheduler::spin(std::unique_lock<std::mutex>& lock) {
  ++spinning_;
  lock.unlock();
  spin_until([this] { return urgent_count_.load(std::memory_order_acquire) > 0; }, kSpin);
  lock.lock();
  --spinning_;
  // A spinner covers lazy streams only as long as it goes on to doze.
  if (!urgent_.empty() && !dozing_) list_lazy_as_urgent();
}

void Scheduler::rest(std::unique_lock<std::mutex>& lock) {
  ++sleeping_;
  if (!dozing_) doze(lock);
  while (urgent_.empty()) {
    wake_.wait(lock);
    if (wakes_ > 0) --wakes_;
  }
  --sleeping_;
}

void Scheduler::doze(std::unique_lock<std::mutex>& lock) {
  dozing_ = true;
  for (int quiet = 0; urgent_.empty() && quiet < kDozesBeforeSleep; ++quiet) {
    wake_.wait_for(lock, kDoze);
    if (wakes_ > 0) --wakes_;
    list_lazy_as_urgent();
  }
  dozing_ = false;
}

}  // namespace ingot::hostcuda
