// Copies and fills.
#include <cstring>

#include "cuda_runtime_api.h"
#include "hostcuda/allocations.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"

namespace ingot::hostcuda {
namespace {

/// Below this, handing work to another thread takes longer than the work.
constexpr std::size_t kShort = std::size_t{64} << 10;

struct Copy {
  void* to;
  const void* from;
  std::size_t bytes;
  void operator()() const { std::memmove(to, from, bytes); }
};

struct Fill {
  void* to;
  std::size_t bytes;
  int value;
  void operator()() const { std::memset(to, value, bytes); }
};

struct CopyRows {
  void* to;
  std::size_t to_pitch;
  const void* from;
  std::size_t from_pitch;
  std::size_t bytes;
  std::size_t rows;
  void operator()() const {
    for (std::size_t row = 0; row < rows; ++row) {
      std::memmove(static_cast<char*>(to) + row * to_pitch,
                   static_cast<const char*>(from) + row * from_pitch, bytes);
    }
  }
};

struct FillRows {
  void* to;
  std::size_t pitch;
  std::size_t bytes;
  std::size_t rows;
  int value;
  void operator()() const {
    for (std::size_t row = 0; row < rows; ++row) {
      std::memset(static_cast<char*>(to) + row * pitch, value, bytes);
    }
  }
};

enum class Use { kRead, kWrite };

// A range must not leave the allocation that it begins in; one that a device must reach has to
// begin in an allocation.
bool valid_range(const void* pointer, std::size_t bytes, bool device_side, Use use) {
  if (pointer == nullptr) return false;
  switch (Allocations::instance().place(pointer, bytes)) {
    case Place::kNowhere: return !device_side;
    case Place::kInside: return true;
    case Place::kReadOnly: return use == Use::kRead;
    case Place::kBeyond: break;
  }
  return false;
}

cudaError_t check_copy(const void* to, std::size_t to_bytes, const void* from,
                       std::size_t from_bytes, cudaMemcpyKind kind) {
  if (kind > cudaMemcpyDefault) return cudaErrorInvalidMemcpyDirection;
  const bool to_device = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  const bool valid = valid_range(to, to_bytes, to_device, Use::kWrite) &&
                     valid_range(from, from_bytes, from_device, Use::kRead);
  return valid ? cudaSuccess : cudaErrorInvalidValue;
}

// Bytes from the first row's begin to the last row's end; false where they are beyond a size_t.
bool span_of_rows(std::size_t pitch, std::size_t bytes, std::size_t rows, std::size_t& span) {
  return !__builtin_mul_overflow(pitch, rows - 1, &span) &&
         !__builtin_add_overflow(span, bytes, &span);
}

// Work that the caller waits for runs on this thread, when what it is ordered behind is done.
template <class Work>
cudaError_t run_now(const Work& work) {
  Stream& stream = default_stream();
  const cudaError_t refused = check_uncaptured(stream);
  if (refused != cudaSuccess) return refused;
  synchronize(stream);
  work();
  return cudaSuccess;
}

template <class Work>
cudaError_t run_later(cudaStream_t handle, std::size_t bytes, const Work& work) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  return bytes <= kShort ? enqueue_short(*stream, work) : enqueue(*stream, make_task(work));
}

/// Checks the arguments, then hands the work to `run(work, bytes)`.
template <class Run>
cudaError_t copy_with(const Run& run, void* to, const void* from, std::size_t bytes,
                      cudaMemcpyKind kind) {
  if (bytes == 0) return cudaSuccess;
  const cudaError_t refused = check_copy(to, bytes, from, bytes, kind);
  return refused != cudaSuccess ? refused : run(Copy{to, from, bytes}, bytes);
}

template <class Run>
cudaError_t copy_rows_with(const Run& run, const CopyRows& work, cudaMemcpyKind kind) {
  if (work.bytes == 0 || work.rows == 0) return cudaSuccess;
  if (work.to_pitch < work.bytes || work.from_pitch < work.bytes) return cudaErrorInvalidPitchValue;
  std::size_t to_span = 0;
  std::size_t from_span = 0;
  if (!span_of_rows(work.to_pitch, work.bytes, work.rows, to_span) ||
      !span_of_rows(work.from_pitch, work.bytes, work.rows, from_span)) {
    return cudaErrorInvalidValue;
  }
  const cudaError_t refused = check_copy(work.to, to_span, work.from, from_span, kind);
  return refused != cudaSuccess ? refused : run(work, work.bytes * work.rows);
}

template <class Run>
cudaError_t fill_with(const Run& run, void* to, int value, std::size_t bytes) {
  if (bytes == 0) return cudaSuccess;
  if (!valid_range(to, bytes, true, Use::kWrite)) return cudaErrorInvalidValue;
  return run(Fill{to, bytes, value}, bytes);
}

template <class Run>
cudaError_t fill_rows_with(const Run& run, const FillRows& work) {
  if (work.bytes == 0 || work.rows == 0) return cudaSuccess;
  std::size_t span = 0;
  if (work.pitch < work.bytes || !span_of_rows(work.pitch, work.bytes, work.rows, span) ||
      !valid_range(work.to, span, true, Use::kWrite)) {
    return cudaErrorInvalidValue;
  }
  return run(work, work.bytes * work.rows);
}

constexpr auto now = [](const auto& work, std::size_t) { return run_now(work); };

auto later(cudaStream_t stream) {
  return [stream](const auto& work, std::size_t bytes) { return run_later(stream, bytes, work); };
}

cudaError_t copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  return copy_with(now, to, from, bytes, kind);
}

cudaError_t copy_async(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                       cudaStream_t stream) {
  return copy_with(later(stream), to, from, bytes, kind);
}

cudaError_t copy_rows(const CopyRows& work, cudaMemcpyKind kind) {
  return copy_rows_with(now, work, kind);
}

cudaError_t copy_rows_async(const CopyRows& work, cudaMemcpyKind kind, cudaStream_t stream) {
  return copy_rows_with(later(stream), work, kind);
}

cudaError_t fill(void* to, int value, std::size_t bytes) {
  return fill_with(now, to, value, bytes);
}

cudaError_t fill_async(void* to, int value, std::size_t bytes, cudaStream_t stream) {
  return fill_with(later(stream), to, value, bytes);
}

cudaError_t fill_rows(const FillRows& work) { return fill_rows_with(now, work); }

cudaError_t fill_rows_async(const FillRows& work, cudaStream_t stream) {
  return fill_rows_with(later(stream), work);
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaMemcpy(void* dst, const void* src, size_t count, cudaMemcpyKind kind) {
  return dispatch<copy>(dst, src, count, kind);
}
cudaError_t cudaMemcpyAsync(void* dst, const void* src, size_t count, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  return dispatch<copy_async>(dst, src, count, kind, stream);
}
cudaError_t cudaMemcpy2D(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                         size_t height, cudaMemcpyKind kind) {
  return dispatch<copy_rows>(CopyRows{dst, dpitch, src, spitch, width, height}, kind);
}
cudaError_t cudaMemcpy2DAsync(void* dst, size_t dpitch, const void* src, size_t spitch,
                              size_t width, size_t height, cudaMemcpyKind kind,
                              cudaStream_t stream) {
  return dispatch<copy_rows_async>(CopyRows{dst, dpitch, src, spitch, width, height}, kind, stream);
}
cudaError_t cudaMemset(void* devPtr, int value, size_t count) {
  return dispatch<fill>(devPtr, value, count);
}
cudaError_t cudaMemsetAsync(void* devPtr, int value, size_t count, cudaStream_t stream) {
  return dispatch<fill_async>(devPtr, value, count, stream);
}
cudaError_t cudaMemset2D(void* devPtr, size_t pitch, int value, size_t width, size_t height) {
  return dispatch<fill_rows>(FillRows{devPtr, pitch, width, height, value});
}
cudaError_t cudaMemset2DAsync(void* devPtr, size_t pitch, int value, size_t width, size_t height,
                              cudaStream_t stream) {
  return dispatch<fill_rows_async>(FillRows{devPtr, pitch, width, height, value}, stream);
}
