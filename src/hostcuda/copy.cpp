// Copies and fills.
#include <memory>
#include <new>
#include <type_traits>

#include "cuda_runtime_api.h"
#include "hostcuda/allocations.h"
#include "hostcuda/copy_work.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"

namespace ingot::hostcuda {
namespace {

/// Below this, handing work to another thread takes longer than the work.
constexpr std::size_t kShort = std::size_t{64} << 10;

/// Which of a piece of work's ends lie in memory that the runtime knows of.
struct Known {
  bool to = false;
  bool from = false;
};

bool is_there(const Range& range, bool written) {
  const Place place = Allocations::instance().place(range.begin, range.bytes);
  return place == Place::kInside || (place == Place::kReadOnly && !written);
}

// A range must not leave the allocation that it begins in; one that a device must reach has to
// begin in an allocation.
bool check_end(const Range& range, bool written, bool device_side, bool& known) {
  if (range.begin == nullptr) return false;
  known = Allocations::instance().place(range.begin, range.bytes) != Place::kNowhere;
  return known ? is_there(range, written) : !device_side;
}

/// Work in a stream, whose ends must still be there when its turn comes.
template <class Work>
struct Checked {
  Work work;
  Known known;

  void operator()() const {
    if (failed()) return;
    const bool there = (!known.to || is_there(work.writes(), true)) &&
                       (!known.from || is_there(work.reads(), false));
    if (there) {
      work();
    } else {
      fail_device(cudaErrorIllegalAddress);
    }
  }
};

/// A copy whose source was read beforehand.
struct Staged {
  std::unique_ptr<char[]> bytes;
  Checked<CopyBox> copy;
  void operator()() const { copy(); }
};

// Work that the caller waits for runs on this thread, when what it is ordered behind is done.
template <class Work>
cudaError_t run_now(const Work& work) {
  Stream& stream = default_stream();
  const cudaError_t refused = check_uncaptured(stream);
  if (refused != cudaSuccess) return refused;
  synchronize(stream);
  if (!failed()) work();
  return cudaSuccess;
}

template <class F>
cudaError_t enqueue_any(Stream& stream, const F& work, cudaGraphNodeType type) {
  if (work.work.writes().bytes <= kShort && !any_capture() && run_at_once(stream, work)) {
    return cudaSuccess;
  }
  if constexpr (sizeof(F) <= Task::kPayloadSize) {
    return enqueue(stream, make_task(work), type);
  } else {
    return enqueue_owning(stream, work, type);
  }
}

CopyBox as_box(const Copy& copy) {
  return {copy.to, copy.from, {copy.bytes, copy.bytes}, {copy.bytes, copy.bytes}, {copy.bytes}};
}
const CopyBox& as_box(const CopyBox& copy) { return copy; }

// A copy from pageable memory: at once if nothing is before it, else from bytes that are read now.
template <class Work>
cudaError_t copy_read_now(Stream& stream, const Checked<Work>& checked) {
  if (!any_capture() && run_at_once(stream, checked)) return cudaSuccess;
  CopyBox copy = as_box(checked.work);
  std::unique_ptr<char[]> bytes(new (std::nothrow) char[copy.box.size()]);
  if (bytes == nullptr) return cudaErrorMemoryAllocation;
  const Layout dense{copy.box.bytes, copy.box.bytes * copy.box.rows};
  CopyBox{bytes.get(), copy.from, dense, copy.from_layout, copy.box}();
  copy.from = bytes.get();
  copy.from_layout = dense;
  return enqueue_owning(stream, Staged{std::move(bytes), {copy, checked.known}},
                        cudaGraphNodeTypeMemcpy);
}

// A copy to pageable memory, which is done on return. This thread runs no task of the stream.
template <class Work>
cudaError_t copy_and_wait(Stream& stream, const Checked<Work>& checked) {
  if (!any_capture() && run_at_once(stream, checked)) return cudaSuccess;
  Ticket ticket = 0;
  const auto work = [&checked] { checked(); };
  const cudaError_t result = enqueue_uncaptured(stream, make_task(work), &ticket);
  if (result == cudaSuccess) stream.wait(ticket);
  return result;
}

template <class Work>
cudaError_t copy_later(cudaStream_t handle, const Checked<Work>& checked) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  const bool may_wait = !captured(*stream) && !is_running(*stream);
  if (may_wait && !checked.known.to) return copy_and_wait(*stream, checked);
  if (may_wait && !checked.known.from) return copy_read_now(*stream, checked);
  return enqueue_any(*stream, checked, cudaGraphNodeTypeMemcpy);
}

struct Now {
  template <class Work>
  cudaError_t copy(const Checked<Work>& checked) const {
    return run_now(checked.work);
  }
  cudaError_t fill(const Checked<FillBox>& checked) const { return run_now(checked.work); }
};

struct Later {
  cudaStream_t stream;
  template <class Work>
  cudaError_t copy(const Checked<Work>& checked) const {
    return copy_later(stream, checked);
  }
  cudaError_t fill(const Checked<FillBox>& checked) const {
    Stream* const found = find_stream(stream);
    if (found == nullptr) return cudaErrorInvalidResourceHandle;
    return enqueue_any(*found, checked, cudaGraphNodeTypeMemset);
  }
};

/// Checks the ends, then hands the work to `when`.
template <class When, class Work>
cudaError_t copy_with(const When& when, const Work& work, cudaMemcpyKind kind) {
  const bool to_device = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  Checked<Work> checked{work, {}};
  const bool valid = check_end(work.writes(), true, to_device, checked.known.to) &&
                     check_end(work.reads(), false, from_device, checked.known.from);
  return valid ? when.copy(checked) : cudaErrorInvalidValue;
}

template <class When>
cudaError_t copy_box(const When& when, const CopyBox& work, cudaMemcpyKind kind) {
  std::size_t span = 0;
  if (!work.to_layout.span(work.box, span) || !work.from_layout.span(work.box, span)) {
    return cudaErrorInvalidValue;
  }
  return copy_with(when, work, kind);
}

template <class When>
cudaError_t fill_with(const When& when, const FillBox& work) {
  std::size_t span = 0;
  Checked<FillBox> checked{work, {}};
  const bool valid =
      work.layout.span(work.box, span) && check_end(work.writes(), true, true, checked.known.to);
  return valid ? when.fill(checked) : cudaErrorInvalidValue;
}

template <class When>
cudaError_t copy_bytes(const When& when, void* to, const void* from, std::size_t bytes,
                       cudaMemcpyKind kind) {
  if (kind > cudaMemcpyDefault) return cudaErrorInvalidMemcpyDirection;
  if (bytes == 0) return cudaSuccess;
  return copy_with(when, Copy{to, from, bytes}, kind);
}

template <class When>
cudaError_t copy_rows(const When& when, const CopyBox& work, cudaMemcpyKind kind) {
  if (kind > cudaMemcpyDefault) return cudaErrorInvalidMemcpyDirection;
  if (work.box.size() == 0) return cudaSuccess;
  if (work.to_layout.pitch < work.box.bytes || work.from_layout.pitch < work.box.bytes) {
    return cudaErrorInvalidPitchValue;
  }
  return copy_box(when, work, kind);
}

// Whether the box at `position` stays within the rows and the pitch of `planes`.
bool fits(const cudaPitchedPtr& planes, const cudaPos& position, const cudaExtent& extent) {
  const bool in_row = position.x <= planes.pitch && extent.width <= planes.pitch - position.x;
  const bool in_plane =
      (position.y <= planes.ysize && extent.height <= planes.ysize - position.y) ||
      (extent.depth == 1 && position.z == 0);
  return in_row && in_plane;
}

bool place_in(const cudaPitchedPtr& planes, const cudaPos& position, Layout& layout,
              char*& pointer) {
  layout.pitch = planes.pitch;
  std::size_t offset = 0;
  std::size_t rows = 0;
  if (__builtin_mul_overflow(planes.pitch, planes.ysize, &layout.slice) ||
      __builtin_mul_overflow(layout.slice, position.z, &offset) ||
      __builtin_mul_overflow(planes.pitch, position.y, &rows) ||
      __builtin_add_overflow(offset, rows, &offset) ||
      __builtin_add_overflow(offset, position.x, &offset)) {
    return false;
  }
  pointer = planes.ptr == nullptr ? nullptr : static_cast<char*>(planes.ptr) + offset;
  return true;
}

template <class When>
cudaError_t copy_planes(const When& when, const cudaMemcpy3DParms* parameters) {
  if (parameters == nullptr) return cudaErrorInvalidValue;
  const cudaMemcpy3DParms& p = *parameters;
  if (p.kind > cudaMemcpyDefault) return cudaErrorInvalidMemcpyDirection;
  if (p.srcArray != nullptr || p.dstArray != nullptr) return cudaErrorInvalidValue;
  const Box box{p.extent.width, p.extent.height, p.extent.depth};
  if (box.bytes == 0 || box.rows == 0 || box.planes == 0) return cudaSuccess;
  if (p.srcPtr.pitch < box.bytes || p.dstPtr.pitch < box.bytes) return cudaErrorInvalidPitchValue;
  if (!fits(p.srcPtr, p.srcPos, p.extent) || !fits(p.dstPtr, p.dstPos, p.extent)) {
    return cudaErrorInvalidValue;
  }
  Layout to_layout{};
  Layout from_layout{};
  char* to = nullptr;
  char* from = nullptr;
  if (!place_in(p.dstPtr, p.dstPos, to_layout, to) ||
      !place_in(p.srcPtr, p.srcPos, from_layout, from)) {
    return cudaErrorInvalidValue;
  }
  return copy_box(when, {to, from, to_layout, from_layout, box}, p.kind);
}

template <class When>
cudaError_t fill_box(const When& when, const FillBox& work) {
  if (work.box.bytes == 0 || work.box.rows == 0 || work.box.planes == 0) return cudaSuccess;
  if (work.layout.pitch < work.box.bytes) return cudaErrorInvalidValue;
  return fill_with(when, work);
}

template <class When>
cudaError_t fill_planes(const When& when, const cudaPitchedPtr& planes, int value,
                        const cudaExtent& extent) {
  Layout layout{};
  char* to = nullptr;
  if (!place_in(planes, {0, 0, 0}, layout, to)) return cudaErrorInvalidValue;
  if (extent.depth > 1 && extent.height > planes.ysize) return cudaErrorInvalidValue;
  return fill_box(when, {to, layout, {extent.width, extent.height, extent.depth}, value});
}

CopyBox rows_to_copy(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
                     std::size_t bytes, std::size_t rows) {
  return {to, from, {to_pitch, 0}, {from_pitch, 0}, {bytes, rows}};
}

cudaError_t copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  return copy_bytes(Now(), to, from, bytes, kind);
}
cudaError_t copy_async(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                       cudaStream_t stream) {
  return copy_bytes(Later{stream}, to, from, bytes, kind);
}
cudaError_t copy_2d(const CopyBox& work, cudaMemcpyKind kind) {
  return copy_rows(Now(), work, kind);
}
cudaError_t copy_2d_async(const CopyBox& work, cudaMemcpyKind kind, cudaStream_t stream) {
  return copy_rows(Later{stream}, work, kind);
}
cudaError_t copy_3d(const cudaMemcpy3DParms* parameters) { return copy_planes(Now(), parameters); }
cudaError_t copy_3d_async(const cudaMemcpy3DParms* parameters, cudaStream_t stream) {
  return copy_planes(Later{stream}, parameters);
}
cudaError_t fill(const FillBox& work) { return fill_box(Now(), work); }
cudaError_t fill_async(const FillBox& work, cudaStream_t stream) {
  return fill_box(Later{stream}, work);
}
cudaError_t fill_3d(const cudaPitchedPtr& planes, int value, const cudaExtent& extent) {
  return fill_planes(Now(), planes, value, extent);
}
cudaError_t fill_3d_async(const cudaPitchedPtr& planes, int value, const cudaExtent& extent,
                          cudaStream_t stream) {
  return fill_planes(Later{stream}, planes, value, extent);
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaMemcpy(void* dst, const void* src, size_t count, cudaMemcpyKind kind) {
  INGOT_ON_GPU(cudaMemcpy(dst, src, count, kind));
  return dispatch<copy>(dst, src, count, kind);
}
cudaError_t cudaMemcpyAsync(void* dst, const void* src, size_t count, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemcpyAsync(dst, src, count, kind, stream));
  return dispatch<copy_async>(dst, src, count, kind, stream);
}
cudaError_t cudaMemcpy2D(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                         size_t height, cudaMemcpyKind kind) {
  INGOT_ON_GPU(cudaMemcpy2D(dst, dpitch, src, spitch, width, height, kind));
  return dispatch<copy_2d>(rows_to_copy(dst, dpitch, src, spitch, width, height), kind);
}
cudaError_t cudaMemcpy2DAsync(void* dst, size_t dpitch, const void* src, size_t spitch,
                              size_t width, size_t height, cudaMemcpyKind kind,
                              cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemcpy2DAsync(dst, dpitch, src, spitch, width, height, kind, stream));
  return dispatch<copy_2d_async>(rows_to_copy(dst, dpitch, src, spitch, width, height), kind,
                                 stream);
}
cudaError_t cudaMemcpy3D(const cudaMemcpy3DParms* p) {
  INGOT_ON_GPU(cudaMemcpy3D(p));
  return dispatch<copy_3d>(p);
}
cudaError_t cudaMemcpy3DAsync(const cudaMemcpy3DParms* p, cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemcpy3DAsync(p, stream));
  return dispatch<copy_3d_async>(p, stream);
}
cudaError_t cudaMemset(void* devPtr, int value, size_t count) {
  INGOT_ON_GPU(cudaMemset(devPtr, value, count));
  return dispatch<fill>(FillBox{devPtr, {count, 0}, {count}, value});
}
cudaError_t cudaMemsetAsync(void* devPtr, int value, size_t count, cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemsetAsync(devPtr, value, count, stream));
  return dispatch<fill_async>(FillBox{devPtr, {count, 0}, {count}, value}, stream);
}
cudaError_t cudaMemset2D(void* devPtr, size_t pitch, int value, size_t width, size_t height) {
  INGOT_ON_GPU(cudaMemset2D(devPtr, pitch, value, width, height));
  return dispatch<fill>(FillBox{devPtr, {pitch, 0}, {width, height}, value});
}
cudaError_t cudaMemset2DAsync(void* devPtr, size_t pitch, int value, size_t width, size_t height,
                              cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemset2DAsync(devPtr, pitch, value, width, height, stream));
  return dispatch<fill_async>(FillBox{devPtr, {pitch, 0}, {width, height}, value}, stream);
}
cudaError_t cudaMemset3D(cudaPitchedPtr pitchedDevPtr, int value, cudaExtent extent) {
  INGOT_ON_GPU(cudaMemset3D(pitchedDevPtr, value, extent));
  return dispatch<fill_3d>(pitchedDevPtr, value, extent);
}
cudaError_t cudaMemset3DAsync(cudaPitchedPtr pitchedDevPtr, int value, cudaExtent extent,
                              cudaStream_t stream) {
  INGOT_ON_GPU(cudaMemset3DAsync(pitchedDevPtr, value, extent, stream));
  return dispatch<fill_3d_async>(pitchedDevPtr, value, extent, stream);
}
