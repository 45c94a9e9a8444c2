/// \file
/// Makes 5 the API level. The headers in tensorrt-5 include it first.
#pragma once

#ifndef INGOT_TENSORRT_LEVEL
#define INGOT_TENSORRT_LEVEL 5
#elif INGOT_TENSORRT_LEVEL != 5
#error "INGOT_TENSORRT_LEVEL differs from the level 5 of the header's folder."
#endif
