#pragma once

#include <CLI/App.hpp>
#include <string>

#include "picture_conversion.h"

namespace ingot::tools {

struct PictureOptions {
  std::string mean = "0";
  std::string scale = "1";
  std::string channels = "rgb";
};

/// Defines --mean, --scale and --channels.
void set_up_pictures(CLI::App& app, PictureOptions& options);
/// Throws Failure.
PictureConversion conversion_of(const PictureOptions& options);

}  // namespace ingot::tools
