#include "passes/passes.h"

namespace ingot::passes {

size_t remove_dead(ir::Graph& graph) { return graph.erase_dead(); }

}  // namespace ingot::passes
