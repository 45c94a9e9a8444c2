/// \file
/// Makes 10 the API level. The headers in tensorrt-10 include it first.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#define INGOT_TENSORRT_LEVEL 10
#elif INGOT_TENSORRT_LEVEL != 10
#error "INGOT_TENSORRT_LEVEL differs from the level 10 of the header's folder."
#endif
