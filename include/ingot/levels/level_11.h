/// \file
/// Makes 11 the API level. The headers in tensorrt-11 include it first.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#define INGOT_TENSORRT_LEVEL 11
#elif INGOT_TENSORRT_LEVEL != 11
#error "INGOT_TENSORRT_LEVEL differs from the level 11 of the header's folder."
#endif
