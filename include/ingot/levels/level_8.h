/// \file
/// Makes 8 the API level. The headers in tensorrt-8 include it first.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#define INGOT_TENSORRT_LEVEL 8
#elif INGOT_TENSORRT_LEVEL != 8
#error "INGOT_TENSORRT_LEVEL differs from the level 8 of the header's folder."
#endif
