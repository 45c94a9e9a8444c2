#pragma once

#include <CLI/App.hpp>
#include <string>

namespace ingot::tools {

/// The page of `ingot`, which has subcommands, or of `trtexec`, in roff.
std::string manual_page(const CLI::App& program);

}  // namespace ingot::tools
