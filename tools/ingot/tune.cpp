#include <ingot/ingot.h>

#include <memory>

#include "command.h"
#include "files.h"
#include "loaded_engine.h"
#include "option_checks.h"

namespace ingot::tools {
namespace {

struct Options {
  EngineSource source;
  std::string plan;
};

void run(const Options& options) {
  const std::string& given = options.source.model.deploy;
  if (!is_plan(given)) throw Failure(given + ": is no plan; make one with ingot build");
  const std::string& path = options.plan.empty() ? given : options.plan;
  require_output(path);
  const LoadedEngine engine(options.source);
  if (!saveEngine(*engine, path.c_str())) engine.fail(path + ": cannot be written");
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("PLAN", options->source.model.deploy, "the plan's file")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--plan", options->plan, "the file to write (PLAN unless given)")
      ->check(output_path());
  return [options] { run(*options); };
}

const Command command("tune", "tunes a plan for this device too, beside those that it is for",
                      "PLAN [--plan FILE]", set_up);

}  // namespace
}  // namespace ingot::tools
