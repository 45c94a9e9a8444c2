/// \file
/// Makes 7 the API level. The headers in tensorrt-7 include it first.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#define INGOT_TENSORRT_LEVEL 7
#elif INGOT_TENSORRT_LEVEL != 7
#error "INGOT_TENSORRT_LEVEL differs from the level 7 of the header's folder."
#endif
