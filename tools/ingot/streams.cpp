#include "streams.h"

#include <exception>
#include <thread>

#include "random_inputs.h"

namespace ingot::tools {

Executions executions_of(const LoadedEngine& engine, const MeasurementSettings& settings) {
  Executions executions;
  for (int i = 0; i < settings.streams; ++i) {
    executions.push_back(std::make_unique<Execution>(engine, settings.batch, settings.shapes));
    fill_inputs(*executions.back());
  }
  return executions;
}

void for_each_stream(size_t streams, const std::function<void(size_t stream)>& function) {
  std::vector<std::exception_ptr> errors(streams);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < streams; ++i) {
      threads.emplace_back([&, i] {
        try {
          function(i);
        } catch (...) {
          errors[i] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace ingot::tools
