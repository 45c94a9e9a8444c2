/// \file
/// Makers of short vectors: make_float4(x, y, z, w) and its kin.
#pragma once
#include "vector_types.h"

#define INGOT_CUDA_MAKERS(name, type)                                    \
  static inline name##1 make_##name##1(type x) {                         \
    name##1 vector = {x};                                                \
    return vector;                                                       \
  }                                                                      \
  static inline name##2 make_##name##2(type x, type y) {                 \
    name##2 vector = {x, y};                                             \
    return vector;                                                       \
  }                                                                      \
  static inline name##3 make_##name##3(type x, type y, type z) {         \
    name##3 vector = {x, y, z};                                          \
    return vector;                                                       \
  }                                                                      \
  static inline name##4 make_##name##4(type x, type y, type z, type w) { \
    name##4 vector = {x, y, z, w};                                       \
    return vector;                                                       \
  }

INGOT_CUDA_MAKERS(char, signed char)
INGOT_CUDA_MAKERS(uchar, unsigned char)
INGOT_CUDA_MAKERS(short, short)
INGOT_CUDA_MAKERS(ushort, unsigned short)
INGOT_CUDA_MAKERS(int, int)
INGOT_CUDA_MAKERS(uint, unsigned int)
INGOT_CUDA_MAKERS(long, long)
INGOT_CUDA_MAKERS(ulong, unsigned long)
INGOT_CUDA_MAKERS(longlong, long long)
INGOT_CUDA_MAKERS(ulonglong, unsigned long long)
INGOT_CUDA_MAKERS(float, float)
INGOT_CUDA_MAKERS(double, double)

#undef INGOT_CUDA_MAKERS
