#pragma once

#include "image.h"

namespace ingot::tools {

using Bytes = std::span<const std::byte>;

/// Each: whether the bytes begin as the format does, and the picture in them. Reading throws
/// Failure, without the file's name.
bool is_pnm(Bytes file);
Image read_pnm(Bytes file);
bool is_png(Bytes file);
Image read_png(Bytes file);
bool is_jpeg(Bytes file);
Image read_jpeg(Bytes file);

/// Throws Failure when a file cannot hold as many pixels as it says, before memory is taken.
void require_pixels(int64_t width, int64_t height, uint64_t most);

std::vector<std::byte> pnm_of(const Image& image);
std::vector<std::byte> png_of(const Image& image);

}  // namespace ingot::tools
