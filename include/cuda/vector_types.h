/// \file
/// Short vectors and launch extents.
/// Vectors of 2 and 4 elements are aligned to their size, at most 16 bytes; those of 1 and 3 to
/// their element.
#pragma once

#if defined(__cplusplus)
#define INGOT_CUDA_ALIGN(bytes) alignas(bytes)
#else
#define INGOT_CUDA_ALIGN(bytes) __attribute__((aligned(bytes)))
#endif

#define INGOT_CUDA_VECTORS(name, type, align2, align4) \
  struct name##1 {                                     \
    type x;                                            \
  };                                                   \
  struct INGOT_CUDA_ALIGN(align2) name##2 {            \
    type x, y;                                         \
  };                                                   \
  struct name##3 {                                     \
    type x, y, z;                                      \
  };                                                   \
  struct INGOT_CUDA_ALIGN(align4) name##4 {            \
    type x, y, z, w;                                   \
  };                                                   \
  typedef struct name##1 name##1;                      \
  typedef struct name##2 name##2;                      \
  typedef struct name##3 name##3;                      \
  typedef struct name##4 name##4;

INGOT_CUDA_VECTORS(char, signed char, 2, 4)
INGOT_CUDA_VECTORS(uchar, unsigned char, 2, 4)
INGOT_CUDA_VECTORS(short, short, 4, 8)
INGOT_CUDA_VECTORS(ushort, unsigned short, 4, 8)
INGOT_CUDA_VECTORS(int, int, 8, 16)
INGOT_CUDA_VECTORS(uint, unsigned int, 8, 16)
INGOT_CUDA_VECTORS(long, long, 16, 16)
INGOT_CUDA_VECTORS(ulong, unsigned long, 16, 16)
INGOT_CUDA_VECTORS(longlong, long long, 16, 16)
INGOT_CUDA_VECTORS(ulonglong, unsigned long long, 16, 16)
INGOT_CUDA_VECTORS(float, float, 8, 16)
INGOT_CUDA_VECTORS(double, double, 16, 16)

#undef INGOT_CUDA_VECTORS

/// Extents of a launch.
struct dim3 {
  unsigned int x;  ///< Innermost.
  unsigned int y;  ///< Next.
  unsigned int z;  ///< Outermost.
#if defined(__cplusplus)
  /// From its extents, 1 where they are not given, and to a vector and back.
  /// \{
  constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1)
      : x(vx), y(vy), z(vz) {}
  constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
  constexpr operator uint3() const { return uint3{x, y, z}; }
  /// \}
#endif
};
typedef struct dim3 dim3;
