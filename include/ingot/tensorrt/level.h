/// \file
/// The API level: which generation of TensorRT's interface a translation unit speaks.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#error \
    "No API level: include TensorRT's headers from a tensorrt-<level> folder, or define INGOT_TENSORRT_LEVEL as 5, 7, 8, 10 or 11."
#endif

/// The level's binary group: its inline namespace, and what the groups differ in, Dims::type and
/// the width of Dims. Levels of one group share every class layout.
/// \{
#if INGOT_TENSORRT_LEVEL == 5 || INGOT_TENSORRT_LEVEL == 7
#define INGOT_API_GROUP v5
#define INGOT_DIMS_HAVE_TYPE 1
#define INGOT_DIMS_ARE_64_BIT 0
#elif INGOT_TENSORRT_LEVEL == 8
#define INGOT_API_GROUP v8
#define INGOT_DIMS_HAVE_TYPE 0
#define INGOT_DIMS_ARE_64_BIT 0
#elif INGOT_TENSORRT_LEVEL == 10 || INGOT_TENSORRT_LEVEL == 11
#define INGOT_API_GROUP v10
#define INGOT_DIMS_HAVE_TYPE 0
#define INGOT_DIMS_ARE_64_BIT 1
#else
#error \
    "INGOT_TENSORRT_LEVEL must be 5, 7, 8, 10 or 11 (write 7 for TensorRT 6 and 8 for TensorRT 9)."
#endif
/// \}
