#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/tactic.h"

namespace ingot::backend {

struct DeviceInfo {
  std::string name;      ///< for people: "AMD EPYC, 2 threads, AVX2"
  std::string identity;  ///< equal where packed weights can be shared
  std::string timing;    ///< what timings depend on beside that: "2 threads"
  /// Bytes that a launch may find where the one before it read or wrote them; 0: unknown.
  uint64_t cache_size = 0;
  /// Work takes about the same time again: few samples of it are enough.
  bool is_steady = false;
  bool has_tf32 = false;  ///< some tactic rounds factors to tf32 where a problem allows it
};

class Stream;

/// Work of a stream that was recorded, to be queued again as one piece. May go while it runs.
class Recording {
 public:
  virtual ~Recording() = default;
  /// Queues the work. Neither throws nor allocates.
  virtual void replay(Stream& stream) noexcept = 0;
};

/// Marks in the work of a stream, and the time between them.
class Laps {
 public:
  virtual ~Laps() = default;
  /// Forgets all marks.
  virtual void clear() noexcept = 0;
  /// Queues a mark; beyond the number that was asked for, nothing. Neither throws nor allocates.
  virtual void mark(Stream& stream) noexcept = 0;
  /// Seconds from each mark to the next, of work that is done.
  virtual std::vector<double> seconds() const = 0;
};

/// An in-order queue of work on a device. Its end waits for the work before the last `mark_end`.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Returns when all that was queued is done.
  virtual void synchronize() = 0;
  /// Queues on a stream of the CUDA runtime (a cudaStream_t) from now on. False where launches run
  /// at once: then what launches has to be a host function in that stream.
  virtual bool follow(void* /*cuda_stream*/) noexcept { return false; }
  /// Records what `queue`, which throws nothing, queues here, without running it; null where the
  /// device cannot, or where something in it cannot be recorded.
  virtual std::unique_ptr<Recording> record(const std::function<void()>& /*queue*/) {
    return nullptr;
  }
  /// What was queued so far uses memory of whoever owns this stream.
  virtual void mark_end() noexcept {}
  /// The first failure since the last call, in words; null for none.
  virtual const char* take_failure() noexcept { return nullptr; }
};

struct Timing {
  double seconds = 0;
  bool is_disturbed = false;  ///< something else had a part of the device at that time
};

/// Memory of a device, aligned to kAlignment; freed with the object.
class Buffer {
 public:
  virtual ~Buffer() = default;
  virtual std::byte* data() const = 0;
  virtual size_t size() const = 0;
};

/// A machine part that runs tactics. Lives as long as the program.
class Device {
 public:
  virtual ~Device() = default;
  virtual const DeviceInfo& info() const = 0;
  /// The tactics that could compute an operator, usually fastest first; never empty for an
  /// operator with a reference.
  virtual std::span<const Tactic* const> tactics(std::string_view op) const = 0;

  /// The formats that its tactics take, linear first; row-major tensors take the same types.
  virtual std::span<const ir::Format> formats() const = 0;

  virtual std::unique_ptr<Stream> create_stream() const = 0;
  /// Throws Error kOutOfMemory with the size asked for.
  virtual std::unique_ptr<Buffer> allocate(size_t size) const = 0;
  /// Whether tactics read and write memory other than the host's: then `upload` copies.
  virtual bool has_own_memory() const { return false; }
  /// The bytes where tactics can read them: the same bytes, kept alive, where that is host
  /// memory; a copy elsewhere. `bytes` is aligned to kAlignment.
  virtual std::unique_ptr<Buffer> upload(SharedBytes bytes) const = 0;

  /// Copies between the host's memory and the device's; done when they return. As they are: for
  /// devices whose memory is the host's.
  virtual void write(void* to, std::span<const std::byte> from) const;
  virtual void read(std::span<std::byte> to, const void* from) const;
  /// Fills `size` bytes with copies of a pattern, the last one cut off.
  void fill(void* to, size_t size, std::span<const std::byte> pattern) const;

  /// For `marks` marks. On the host's clock, where launches run at once, unless it is overridden.
  virtual std::unique_ptr<Laps> create_laps(size_t marks) const;
  /// Runs `body`, which queues the same work each time on `stream`, once or more often, and tells
  /// how long the work takes.
  virtual Timing time(Stream& stream, const std::function<void()>& body) const = 0;

 protected:
  /// Copies bytes of its memory.
  virtual void copy(void* to, const void* from, size_t size) const;
};

/// Whether one of its formats keeps f32 elements in that type.
bool keeps(const Device& device, ir::DataType type);

/// The tactic of that name among those for `op`; null when there is none.
const Tactic* find_tactic(const Device& device, std::string_view op, std::string_view name);

}  // namespace ingot::backend
