#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>

#include "caffe_network.h"
#include "execution.h"

namespace ingot::tools {

/// What ingot::compareLayers says of a plan of the network on the host memory of the execution's
/// inputs; docs/compare.md has its members. A progress bar where the standard error is a terminal.
/// Throws Failure, also when an Interruption was asked for.
nlohmann::json compare_layers(CaffeNetwork& network, std::span<const std::byte> plan,
                              Execution& execution);

}  // namespace ingot::tools
