#include "trace.h"

#include <memory>

#include "description.h"

namespace ingot::tools {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProcess = 1;

/// A name for a process or a thread.
Json name_event(const char* what, size_t thread, const std::string& name) {
  return {
      {"name", what}, {"ph", "M"}, {"pid", kProcess}, {"tid", thread}, {"args", {{"name", name}}}};
}

/// A slice; microseconds.
Json slice(const std::string& name, const char* category, size_t thread, double begin,
           double seconds, const Json& args) {
  return {{"name", name},         {"cat", category}, {"ph", "X"},
          {"pid", kProcess},      {"tid", thread},   {"ts", 1e6 * begin},
          {"dur", 1e6 * seconds}, {"args", args}};
}

/// "2x64x56x56"; extents that the engine leaves open are their expressions.
std::string shape_text(const nlohmann::json& shape, bool is_implicit, int batch) {
  std::string text;
  for (const auto& extent : shape) {
    if (!text.empty()) text += "x";
    if (is_implicit && extent == "N") {
      text += std::to_string(batch);
    } else {
      text += extent.is_string() ? extent.get<std::string>() : extent.dump();
    }
  }
  return text;
}

nlohmann::json description_of(const LoadedEngine& engine) {
  const std::unique_ptr<nvinfer1::IHostMemory> plan(engine->serialize());
  if (plan == nullptr) engine.fail("the engine cannot be described");
  return describe(*plan);
}

/// What is told of each step.
std::vector<Json> step_args(const nlohmann::json& plan, int batch) {
  std::vector<Json> args;
  for (const auto& step : plan["steps"]) {
    const nlohmann::json shape = outputs(plan, step).at(0)["shape"];
    args.push_back({{"operator", step["operator"]["text"]},
                    {"tactic", tactic_of(step)},
                    {"shape", shape_text(shape, plan["implicit_batch"], batch)}});
  }
  return args;
}

void add_run(Json& events, const StreamProfile& stream, size_t thread, size_t run,
             const std::vector<Json>& args, int batch) {
  const auto& [begin, seconds] = stream.runs[run];
  events.push_back(
      slice("inference", "inference", thread, begin, seconds, {{"run", run}, {"batch", batch}}));
  double step_begin = begin;
  for (size_t i = 0; i < stream.steps.size(); ++i) {
    const double step_seconds = stream.steps[i].seconds[run];
    events.push_back(
        slice(stream.steps[i].name, "layer", thread, step_begin, step_seconds, args.at(i)));
    step_begin += step_seconds;
  }
}

}  // namespace

std::string trace_json(const LoadedEngine& engine, const std::vector<StreamProfile>& streams,
                       int batch, const std::string& title) {
  const std::vector<Json> args = step_args(description_of(engine), batch);
  Json events = Json::array({name_event("process_name", 0, title)});
  for (size_t i = 0; i < streams.size(); ++i) {
    const size_t thread = i + 1;
    events.push_back(name_event("thread_name", thread, "stream " + std::to_string(i)));
    for (size_t run = 0; run < streams[i].runs.size(); ++run) {
      add_run(events, streams[i], thread, run, args, batch);
    }
  }
  const Json trace = {{"traceEvents", std::move(events)}};
  return trace.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ingot::tools
