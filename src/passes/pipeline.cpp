#include "passes/pipeline.h"

#include "passes/passes.h"

namespace ingot::passes {
namespace {

constexpr Pass kComputeHalvesInFloat32{"compute_halves_in_float32", compute_halves_in_float32,
                                       "compute f16 and bf16 by the kernels of f32"};
constexpr Pass kRemoveIdentities{"remove_identities", remove_identities,
                                 "drop operators that give back their input"};
constexpr Pass kFoldConstants{"fold_constants", fold_constants,
                              "compute what depends on constants alone"};
constexpr Pass kAbsorbPadding{"absorb_padding", absorb_padding,
                              "make zeros around an input the window's own padding"};
constexpr Pass kElementwiseToScale{"elementwise_to_scale", elementwise_to_scale,
                                   "write x + c and x · c as scales"};
constexpr Pass kMergeReshapes{"merge_reshapes", merge_reshapes, "make one reshape of two"};
constexpr Pass kMergeScales{"merge_scales", merge_scales, "make one scale of two"};
constexpr Pass kFoldScale{"fold_scale_into_weights", fold_scale_into_weights,
                          "take scales into the weights before them"};
constexpr Pass kLowerFullyConnected{"lower_fully_connected", lower_fully_connected,
                                    "write fully connected layers as matrix products"};
constexpr Pass kMoveReshapesDown{"move_reshapes_down", move_reshapes_down,
                                 "bring activations and scales next to what computes their input"};
constexpr Pass kFuseEpilogues{
    "fuse_epilogues", fuse_epilogues,
    "apply activations, sums and scales to results on their way to memory"};
constexpr Pass kMergeDuplicates{"merge_duplicates", merge_duplicates, "compute equal things once"};
constexpr Pass kRemoveDead{"remove_dead", remove_dead, "remove what no output depends on"};
constexpr Pass kSeparateOutputs{"separate_outputs", separate_outputs,
                                "give every output an operator of its own"};

constexpr Pass kPipeline[] = {
    kRemoveDead,              // nothing below works for what is thrown away
    kComputeHalvesInFloat32,  // the rest knows f32 best
    kRemoveIdentities,        // so that neighbours meet
    kFoldConstants,           //
    kAbsorbPadding,           //
    kElementwiseToScale,      // the forms that the next two know
    kMergeScales,             //
    kFoldScale,               //
    kLowerFullyConnected,     // after their scales are folded
    kMergeReshapes,           // those of lowering too
    kMoveReshapesDown,        // past whole ones
    kMergeReshapes,           // that meet others below
    kRemoveIdentities,        // reshapes and scales that cancelled out
    kMergeDuplicates,         //
    kRemoveDead,              // unused readers would keep the next from fusing
    kFuseEpilogues,           //
    kSeparateOutputs,         // last: others could undo it
};

}  // namespace

std::span<const Pass> pipeline() { return kPipeline; }

}  // namespace ingot::passes
