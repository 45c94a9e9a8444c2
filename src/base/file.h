#pragma once

#include <string>

#include "base/bytes.h"

namespace ingot {

/// Maps a whole file read-only; the pages are shared with every other process that maps it.
/// Throws Error kIo with the path and the system's reason.
SharedBytes map_file(const std::string& path);

/// Writes a temporary file beside `path`, flushes it to the disk and renames it, so that readers
/// see the old file or the whole new one; what a symbolic link names is replaced, not the link, and
/// keeps its permissions. Devices and pipes are written to. Throws Error kIo; then a file is as it
/// was.
void replace_file(const std::string& path, std::span<const std::byte> bytes);

}  // namespace ingot
