/// \file
/// Makers of the structures that describe copies of planes.
#pragma once
#include "driver_types.h"

static inline cudaExtent make_cudaExtent(size_t width, size_t height, size_t depth) {
  cudaExtent extent;
  extent.width = width;
  extent.height = height;
  extent.depth = depth;
  return extent;
}

static inline cudaPos make_cudaPos(size_t x, size_t y, size_t z) {
  cudaPos position;
  position.x = x;
  position.y = y;
  position.z = z;
  return position;
}

static inline cudaPitchedPtr make_cudaPitchedPtr(void* pointer, size_t pitch, size_t xsize,
                                                 size_t ysize) {
  cudaPitchedPtr pitched;
  pitched.ptr = pointer;
  pitched.pitch = pitch;
  pitched.xsize = xsize;
  pitched.ysize = ysize;
  return pitched;
}
