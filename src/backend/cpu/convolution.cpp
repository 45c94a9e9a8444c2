#include "ops/convolution.h"

#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

const RegisterTactics list(ops::Convolution::kName,
                           {&blocked_depthwise_convolution(), &depthwise_convolution(),
                            &winograd_convolution(), &blocked_convolution(), &gemm_convolution()});

}  // namespace
}  // namespace ingot::backend::cpu
