#include "picture_options.h"

#include <CLI/CLI.hpp>

#include "option_checks.h"

namespace ingot::tools {

void set_up_pictures(CLI::App& app, PictureOptions& options) {
  app.add_option("--mean", options.mean,
                 "taken off each pixel: a value, one a channel (104,117,123), or a .binaryproto")
      ->check(readable(read_mean));
  app.add_option("--scale", options.scale, "what the difference is multiplied by: 0.017, 1/255")
      ->check(readable(read_scale));
  app.add_option("--channels", options.channels,
                 "the network's order of colours: rgb (the default) or bgr")
      ->check(CLI::IsMember({"rgb", "bgr"}));
}

PictureConversion conversion_of(const PictureOptions& options) {
  return {read_mean(options.mean), read_scale(options.scale), options.channels == "bgr"};
}

}  // namespace ingot::tools
