#include <cstdio>
#include <memory>

#include "command.h"
#include "description.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

struct Options {
  std::string plan;
  bool as_json = false;
  bool with_trials = false;
};

void print(const std::string& text) { std::fputs(text.c_str(), stdout); }

/// "f32 [N,3,224,224]".
std::string type_of(const json& tensor) {
  std::string text;
  for (const json& extent : tensor["shape"]) {
    text += (text.empty() ? "" : ",") +
            (extent.is_string() ? extent.get<std::string>() : extent.dump());
  }
  return tensor["type"].get<std::string>() + " [" + text + "]";
}

std::string bindings_table(const json& plan) {
  Table table({"binding", "direction", "type"});
  for (const json& binding : plan["bindings"]) {
    table.add({binding["name"], binding["direction"], type_of(binding)});
  }
  return table.text();
}

std::string profiles_table(const json& plan) {
  Table table({"profile", "symbol", ">min", ">opt", ">max"});
  for (size_t i = 0; i < plan["profiles"].size(); ++i) {
    for (const auto& [symbol, range] : plan["profiles"][i].items()) {
      table.add({std::to_string(i), symbol, range["min"].dump(), range["opt"].dump(),
                 range["max"].dump()});
    }
  }
  return table.text();
}

std::string arrow(const std::string& from, const std::string& to) {
  return from == to ? from : from + " -> " + to;
}

/// "f16_nhwc8", "f16_nhwc8 by 128" with a pitch.
std::string format_of(const std::vector<json>& tensors) {
  std::string format = "linear";
  for (const json& tensor : tensors) {
    if (tensor["format"] != "linear") format = tensor["format"];
    if (tensor.contains("pitch")) format += " by " + tensor["pitch"].dump();
  }
  return format;
}

std::string operator_of(const json& step) {
  std::string text = step["operator"]["name"];
  for (const json& tail : step["operator"]["epilogue"]) {
    text += " | " + tail["name"].get<std::string>();
  }
  return text;
}

std::string time_of(const json& step) {
  const double seconds = step.value("seconds", 0.0);
  return seconds > 0 ? seconds_text(seconds) : "-";
}

std::string size_of(const json& step, const char* member) {
  const auto size = step[member].get<uint64_t>();
  return size > 0 ? bytes_text(size) : "-";
}

/// "   12.3 us  c8 -> c8  tactic [1]", or "  declined" and the reason.
std::string trial_line(const json& trial, bool is_chosen) {
  const bool was_tried = !trial.contains("refusal");
  std::string outcome = was_tried ? time_of(trial) : "declined";
  outcome.insert(0, outcome.size() < 14 ? 14 - outcome.size() : 0, ' ');
  const std::string formats = arrow(trial["input_format"], trial["output_format"]);
  std::string line = outcome + "  " + formats + "  " + tactic_of(trial);
  if (!was_tried) line += ": " + trial["refusal"].get<std::string>();
  return is_chosen ? line + "  (chosen)" : line;
}

void add_trials(const json& step, Table& table) {
  bool is_chosen = true;
  for (const json& trial : step["trials"]) {
    table.add_note(trial_line(trial, is_chosen));
    is_chosen = false;
  }
}

std::string steps_table(const json& plan, bool with_trials) {
  Table table({">step", ">time", ">weights", ">workspace", ">live", "format", "operator", "tactic",
               "layers"});
  for (size_t i = 0; i < plan["steps"].size(); ++i) {
    const json& step = plan["steps"][i];
    const char* const with_previous = step.contains("with_previous") ? "+" : "";
    table.add({with_previous + std::to_string(i), time_of(step), size_of(step, "weights_size"),
               size_of(step, "workspace_size"), size_of(step, "live_bytes"),
               arrow(format_of(computed_inputs(plan, step)), format_of(outputs(plan, step))),
               operator_of(step), tactic_of(step), step["layers"]});
    if (with_trials) add_trials(step, table);
  }
  return table.text();
}

/// Bytes, and in the unit that suits them.
std::string size_line(const char* what, const json& bytes) {
  return std::string(what) + bytes.dump() + " bytes (" + bytes_text(bytes.get<uint64_t>()) + ")";
}

std::string memory_text(const json& memory) {
  std::string text = size_line("weights:          ", memory["weights_size"]) + "\n" +
                     size_line("network:          ", memory["network_size"]) + "\n" +
                     size_line("arena:            ", memory["arena_size"]) + "\n" +
                     size_line("largest live set: ", memory["largest_live_set"]) + "\n";
  if (memory.contains("arena_percent")) {
    text += "arena / largest live set: " +
            number_text("%.1f %%\n", memory["arena_percent"].get<double>());
  }
  return text;
}

void print_tables(const json& plan, bool with_trials) {
  const std::string name = plan["name"];
  print("name:   " + (name.empty() ? "-" : name) + "\n");
  print("device: " + plan["device"].get<std::string>() + "\n");
  for (const auto& other : plan["other_devices"]) {
    print("also for: " + other.get<std::string>() + "\n");
  }
  print("\n");
  print(bindings_table(plan) + "\n");
  print(profiles_table(plan) + "\n");
  print(steps_table(plan, with_trials) + "\n");
  print(memory_text(plan["memory"]));
}

void run(const Options& options) {
  if (options.as_json) {
    print(description_of(options.plan) + "\n");
  } else {
    print_tables(describe(options.plan), options.with_trials);
  }
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("PLAN", options->plan, "the plan's file")->required()->check(CLI::ExistingFile);
  app.add_flag("--json", options->as_json, "everything, as JSON");
  app.add_flag("--trials", options->with_trials,
               "below each step, the tactics that were tried or declined");
  return [options] { run(*options); };
}

const Command command("inspect", "shows what is in a plan", "PLAN [--json] [--trials]", set_up);

}  // namespace
}  // namespace ingot::tools
