#include "hostcuda/stream.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "hostcuda/spin.h"
#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {

void Stream::open(unsigned flags, int priority, unsigned long long id, Maker maker) {
  const Lock lock(mutex_);
  blocking_.store((flags & cudaStreamNonBlocking) == 0, std::memory_order_relaxed);
  priority_.store(priority, std::memory_order_relaxed);
  maker_.store(maker, std::memory_order_relaxed);
  id_ = id;
  closed_ = false;
  trust_ = 0;
  revive();
}

void Stream::close() {
  {
    const Lock lock(mutex_);
    closed_ = true;
    if (!idle() || owned_) return;  // whoever completes the last task releases
    closed_ = false;
  }
  release();
}

void Stream::release() {
  if (drop_reference()) stream_recycler().put_back(*this);
}

Ticket Stream::push(const Task& task) {
  const bool parallel = runs_beside_another();
  Lock lock(mutex_);
  tasks_.push(task);
  const Ticket ticket = issued_.load(std::memory_order_relaxed) + 1;
  issued_.store(ticket, std::memory_order_release);
  if (!owned_ && !blocked_) {
    list(lock, trust_ >= kTrust && !parallel ? Urgency::kLazy : Urgency::kUrgent);
  }
  return ticket;
}

// Whether this thread has another stream in flight: then workers must take both at once, for the
// thread can run only one of them itself.
bool Stream::runs_beside_another() {
  Stream* const other = std::exchange(thread_state.unawaited, this);
  if (other == nullptr || other == this || other->idle()) return false;
  other->hurry();
  return true;
}

void Stream::push_wait(Stream& source, Ticket ticket) {
  source.add_reference();
  try {
    push(make_wait({&source, ticket}));
  } catch (...) {
    source.release();
    throw;
  }
}

void Stream::list(Lock& lock, Urgency urgency) {
  if (listed_ >= urgency) return;
  const bool submitted = listed_ != Urgency::kNone;
  listed_ = urgency;
  lock.unlock();
  if (submitted) {
    Scheduler::instance().promote(*this);
  } else {
    Scheduler::instance().submit(*this, urgency);
  }
}

void Stream::hurry() {
  Lock lock(mutex_);
  if (!owned_ && !blocked_ && !tasks_.empty()) list(lock, Urgency::kUrgent);
}

bool Stream::claim() {
  if (owned_ || blocked_ || tasks_.empty()) return false;
  owned_ = true;
  return true;
}

bool Stream::serve() {
  Lock lock(mutex_);
  listed_ = Urgency::kNone;
  if (!claim()) return false;
  trust_ = 0;
  run_tasks(lock, std::numeric_limits<Ticket>::max());
  return true;
}

// Owns the stream on entry, not on return. Stops at `limit` or at a wait that is not over.
void Stream::run_tasks(Lock& lock, Ticket limit) {
  while (!tasks_.empty() && !reached(limit)) {
    if (tasks_.front().run != nullptr) {
      run_one(lock);
    } else if (!pass_wait(lock, dependency_of(tasks_.front()))) {
      return;
    }
  }
  give_up(lock);
}

void Stream::run_one(Lock& lock) {
  Task task = tasks_.front();
  tasks_.pop();
  lock.unlock();
  {
    const RunningTask running{this, thread_state.running};
    thread_state.running = &running;
    task.run(task.payload);
    thread_state.running = running.outer;
  }
  lock.lock();
  complete_one(lock);
}

void Stream::complete_one(Lock& lock) {
  completed_.store(completed_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  if (waiters_ > 0) progress_.notify_all();
  if (!dependents_.empty()) release_dependents(lock);
}

// Completes the wait at the front if it is over; else gives up ownership until it is.
bool Stream::pass_wait(Lock& lock, const Dependency& at_front) {
  const Dependency dependency = at_front;
  if (!dependency.stream->reached(dependency.ticket)) {
    blocked_ = true;
    owned_ = false;
    if (waiters_ > 0) progress_.notify_all();
    lock.unlock();
    if (!dependency.stream->add_dependent(*this, dependency.ticket)) unblock();
    return false;
  }
  tasks_.pop();
  lock.unlock();
  dependency.stream->release();
  lock.lock();
  complete_one(lock);
  return true;
}

// Ends ownership. Tasks that came or remain are listed again; a closed stream that has done its
// work ends here.
void Stream::give_up(Lock& lock) {
  owned_ = false;
  if (!tasks_.empty()) {
    if (waiters_ > 0) progress_.notify_all();
    list(lock, Urgency::kUrgent);
    return;
  }
  const bool ended = closed_ && idle();
  if (ended) closed_ = false;
  lock.unlock();
  if (ended) release();
}

// False: `ticket` is reached already, or there is no memory; then the waiting stream looks again.
bool Stream::add_dependent(Stream& stream, Ticket ticket) {
  const Lock lock(mutex_);
  if (reached(ticket)) return false;
  try {
    dependents_.push_back({&stream, ticket});
  } catch (const std::bad_alloc&) {
    return false;
  }
  return true;
}

void Stream::release_dependents(Lock& lock) {
  const auto ready = [this](const Dependent& dependent) { return reached(dependent.ticket); };
  for (;;) {
    const auto found = std::find_if(dependents_.begin(), dependents_.end(), ready);
    if (found == dependents_.end()) return;
    Stream& stream = *found->stream;
    *found = dependents_.back();
    dependents_.pop_back();
    lock.unlock();
    stream.unblock();
    lock.lock();
  }
}

void Stream::unblock() {
  Lock lock(mutex_);
  blocked_ = false;
  if (waiters_ > 0) progress_.notify_all();
  if (!owned_) list(lock, Urgency::kUrgent);
}

void Stream::wait(Ticket ticket) {
  if (thread_state.unawaited == this) thread_state.unawaited = nullptr;
  if (reached(ticket) || is_running(*this)) return;
  Lock lock(mutex_);
  while (!reached(ticket)) {
    if (claim()) {
      if (trust_ < kTrust) ++trust_;
      run_tasks(lock, ticket);
      if (!lock.owns_lock()) lock.lock();
    } else {
      wait_for_owner(lock, ticket);
    }
  }
}

// One step of waiting for a stream that another thread runs or that is blocked: helps the stream
// that it is blocked on, else polls, else sleeps until there is progress.
void Stream::wait_for_owner(Lock& lock, Ticket ticket) {
  if (blocked_) {
    const Dependency dependency = dependency_of(tasks_.front());
    if (!dependency.stream->reached(dependency.ticket)) {
      dependency.stream->add_reference();
      lock.unlock();
      dependency.stream->wait(dependency.ticket);
      dependency.stream->release();
      lock.lock();
      return;
    }
  }
  lock.unlock();
  const bool done = spin_until([&] { return reached(ticket); }, kSpin);
  lock.lock();
  const bool runnable = !owned_ && !blocked_;
  if (done || reached(ticket) || runnable) return;
  ++waiters_;
  progress_.wait(lock);
  --waiters_;
}

}  // namespace ingot::hostcuda
