// All streams: their making, what handles stand for, and the default stream's ordering rule.
#pragma once
#include "hostcuda/stream.h"

namespace ingot::hostcuda {

Recycler<Stream>& stream_recycler();

Stream& create_stream(unsigned flags, int priority, Stream::Maker maker);

/// The legacy default stream (handles 0 and cudaStreamLegacy).
Stream& default_stream();

/// Null for a handle that is not a living stream.
Stream* find_stream(cudaStream_t handle);

inline cudaStream_t handle_of(Stream& stream) { return reinterpret_cast<cudaStream_t>(&stream); }

/// Makes the next task of `stream` wait as the default stream's rule asks: work of the default
/// stream waits for all earlier work of blocking streams, and theirs for the default stream's.
void order_with_default(Stream& stream);

/// Whether all work that `stream` would wait for is done.
bool all_done(const Stream& stream);

/// Waits for a stream's work; for the default stream, for that of all blocking streams too.
void synchronize(Stream& stream);

/// Waits for the work of every stream.
void synchronize_all();

/// Ends the handles of the program's streams; none is being captured.
void destroy_streams();

}  // namespace ingot::hostcuda
