#pragma once

#include <cstddef>
#include <cstdint>

/// What libFuzzer and replay.cpp call with any bytes; returns 0.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
