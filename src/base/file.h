#pragma once

#include <string>

#include "base/bytes.h"

namespace ingot {

/// Maps a whole file read-only; the pages are shared with every other process that maps it.
/// Throws Error kIo with the path and the system's reason.
SharedBytes map_file(const std::string& path);

/// Writes a temporary file beside `path`, flushes it to the disk and renames it, so that readers
/// see the old file or the whole new one. Throws Error kIo; then `path` is as it was.
void replace_file(const std::string& path, std::span<const std::byte> bytes);

}  // namespace ingot
