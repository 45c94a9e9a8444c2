#include "compiler/compile.h"

#include "compiler/choose.h"
#include "compiler/emit.h"
#include "passes/pass_manager.h"
#include "passes/pipeline.h"

namespace ingot::compiler {

plan::Plan compile(ir::Graph graph, const Settings& settings) {
  passes::run(graph, passes::pipeline(), settings.log);
  const auto choices = choose_tactics(graph, settings);
  plan::Plan plan = emit(graph, choices, settings);
  plan::verify(plan);
  return plan;
}

}  // namespace ingot::compiler
