#include "ops/deconvolution.h"

#include "backend/cpu/deconvolution_tactics.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

const RegisterTactics list(ops::Deconvolution::kName,
                           {&phased_deconvolution(), &gemm_deconvolution()});

}  // namespace
}  // namespace ingot::backend::cpu
