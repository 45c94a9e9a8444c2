/// \file
/// Version macros of the level: the last TensorRT release of that generation.
#pragma once

#include "level.h"

/// Version of the level: the newest release of that generation that it follows.
/// \{
#if INGOT_TENSORRT_LEVEL == 5
#define NV_TENSORRT_MAJOR 5
#define NV_TENSORRT_MINOR 1
#define NV_TENSORRT_PATCH 5
#elif INGOT_TENSORRT_LEVEL == 7
#define NV_TENSORRT_MAJOR 7
#define NV_TENSORRT_MINOR 2
#define NV_TENSORRT_PATCH 3
#elif INGOT_TENSORRT_LEVEL == 8
#define NV_TENSORRT_MAJOR 8
#define NV_TENSORRT_MINOR 6
#define NV_TENSORRT_PATCH 1
#elif INGOT_TENSORRT_LEVEL == 10
#define NV_TENSORRT_MAJOR 10
#define NV_TENSORRT_MINOR 16
#define NV_TENSORRT_PATCH 0
#else
#define NV_TENSORRT_MAJOR 11
#define NV_TENSORRT_MINOR 1
#define NV_TENSORRT_PATCH 0
#endif
#define NV_TENSORRT_BUILD 0
/// \}

/// Version of the shared library's name: libnvinfer.so.NV_TENSORRT_SONAME_MAJOR.
/// \{
#define NV_TENSORRT_SONAME_MAJOR NV_TENSORRT_MAJOR
#define NV_TENSORRT_SONAME_MINOR NV_TENSORRT_MINOR
#define NV_TENSORRT_SONAME_PATCH NV_TENSORRT_PATCH
/// \}

/// Parts of the version that are always 0 here.
/// \{
#define NV_TENSORRT_LWS_MAJOR 0
#define NV_TENSORRT_LWS_MINOR 0
#define NV_TENSORRT_LWS_PATCH 0
/// \}

/// How final the release is.
/// \{
#define NV_TENSORRT_RELEASE_TYPE_EARLY_ACCESS 0
#define NV_TENSORRT_RELEASE_TYPE_RELEASE_CANDIDATE 1
#define NV_TENSORRT_RELEASE_TYPE_GENERAL_AVAILABILITY 2
#define NV_TENSORRT_RELEASE_TYPE NV_TENSORRT_RELEASE_TYPE_GENERAL_AVAILABILITY
/// \}

/// The version as one number: 1000 * major up to TensorRT 9, 10000 * major from TensorRT 10.
#if INGOT_TENSORRT_LEVEL < 10
#define NV_TENSORRT_VERSION_INT(major, minor, patch) ((major)*1000 + (minor)*100 + (patch))
#else
#define NV_TENSORRT_VERSION_INT(major, minor, patch) ((major)*10000L + (minor)*100L + (patch))
#endif
/// The level's version as one number.
#define NV_TENSORRT_VERSION \
  NV_TENSORRT_VERSION_INT(NV_TENSORRT_MAJOR, NV_TENSORRT_MINOR, NV_TENSORRT_PATCH)
