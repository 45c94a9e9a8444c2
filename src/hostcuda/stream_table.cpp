#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {
namespace {

std::atomic<unsigned long long> next_id{1};

class ThreadStream {
 public:
  ThreadStream() : stream_(create_stream(cudaStreamDefault, 0, Stream::Maker::kRuntime)) {}
  ThreadStream(const ThreadStream&) = delete;
  ThreadStream& operator=(const ThreadStream&) = delete;
  ~ThreadStream() {
    stream_.kill();
    stream_.close();
  }
  Stream& get() { return stream_; }

 private:
  Stream& stream_;
};

Stream& thread_stream() {
  static thread_local ThreadStream stream;
  return stream.get();
}

// Waits for what each stream for which `include` holds was given before its turn. Allocates
// nothing.
template <class Include>
void wait_for_each(const Include& include) {
  const auto is_waited_for = [&](Stream& stream) { return !stream.idle() && include(stream); };
  size_t unfinished = 0;
  stream_recycler().for_each([&](Stream& stream) { unfinished += is_waited_for(stream) ? 1 : 0; });
  if (unfinished > 1) {
    stream_recycler().for_each([&](Stream& stream) {
      if (is_waited_for(stream)) stream.hurry();
    });
  }
  for (size_t i = 0; Stream* const stream = stream_recycler().at(i); ++i) {
    if (is_waited_for(*stream)) stream->wait(stream->issued());
  }
}

// Does not repeat a wait for a ticket that `mark` says is waited for already.
void push_wait_once(Stream& stream, Stream& source, std::atomic<Ticket>& mark) {
  const Ticket ticket = source.issued();
  if (source.reached(ticket) || mark.load(std::memory_order_acquire) >= ticket) return;
  stream.push_wait(source, ticket);
  mark.store(ticket, std::memory_order_release);
}

void wait_for_blocking_streams(Stream& defaults) {
  stream_recycler().for_each([&](Stream& source) {
    if (&source == &defaults || !source.blocking()) return;
    push_wait_once(defaults, source, source.default_waits_for);
  });
}

}  // namespace

Recycler<Stream>& stream_recycler() {
  static Recycler<Stream>& recycler = *new Recycler<Stream>;
  return recycler;
}

Stream& create_stream(unsigned flags, int priority, Stream::Maker maker) {
  Stream& stream = stream_recycler().take();
  try {
    Scheduler::instance().make_room(stream_recycler().size());
  } catch (...) {
    stream_recycler().put_back(stream);
    throw;
  }
  stream.open(flags, priority, next_id.fetch_add(1, std::memory_order_relaxed), maker);
  return stream;
}

Stream& default_stream() {
  static Stream& stream = create_stream(cudaStreamDefault, 0, Stream::Maker::kRuntime);
  return stream;
}

Stream* find_stream(cudaStream_t handle) {
  if (handle == nullptr || handle == cudaStreamLegacy) return &default_stream();
  if (handle == cudaStreamPerThread) return &thread_stream();
  auto* const stream = reinterpret_cast<Stream*>(handle);
  return stream->alive() ? stream : nullptr;
}

void order_with_default(Stream& stream) {
  Stream& defaults = default_stream();
  if (&stream == &defaults) {
    wait_for_blocking_streams(defaults);
  } else if (stream.blocking()) {
    push_wait_once(stream, defaults, stream.waits_for_default);
  }
}

bool all_done(const Stream& stream) {
  bool done = stream.idle();
  if (&stream != &default_stream()) return done;
  stream_recycler().for_each(
      [&](Stream& other) { done = done && (!other.blocking() || other.idle()); });
  return done;
}

void synchronize(Stream& stream) {
  if (&stream == &default_stream()) {
    wait_for_each([](const Stream& other) { return other.blocking(); });
  } else {
    stream.wait(stream.issued());
  }
}

void synchronize_all() {
  wait_for_each([](const Stream&) { return true; });
}

void destroy_streams() {
  std::vector<Stream*> killed;
  stream_recycler().for_each([&](Stream& stream) {
    if (stream.maker() == Stream::Maker::kProgram && stream.kill()) killed.push_back(&stream);
  });
  for (Stream* stream : killed) stream->close();
}

}  // namespace ingot::hostcuda
