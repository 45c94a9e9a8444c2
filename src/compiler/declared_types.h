#pragma once

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// A network that declares tensors of f16 or bf16, which passes::compute_halves_in_float32 makes
/// f32, allows its build to keep them so, of both types f16 alone, for neither holds the other's
/// numbers; layers that declare no such tensor are to stay f32.
void heed_declared_types(const ir::Graph& network, Settings& settings);

}  // namespace ingot::compiler
