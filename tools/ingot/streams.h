#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "execution.h"
#include "measurement.h"

namespace ingot::tools {

using Executions = std::vector<std::unique_ptr<Execution>>;

/// One a stream of the settings, with random inputs. Throws Failure.
Executions executions_of(const LoadedEngine& engine, const MeasurementSettings& settings);

/// Calls a function once a stream, each in a thread of its own; throws what one of them throws.
void for_each_stream(size_t streams, const std::function<void(size_t stream)>& function);

}  // namespace ingot::tools
