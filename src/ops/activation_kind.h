#pragma once

#include <cstdint>

namespace ingot::ops {

/// In a file of its own, which NVIDIA's compiler reads too.
enum class ActivationKind : uint8_t {
  kRelu,
  kSigmoid,
  kTanh,
  kLeakyRelu,
  kElu,
  kSelu,
  kSoftsign,
  kSoftplus,
  kClip,
  kHardSigmoid,
  kScaledTanh,
  kThresholdedRelu,
  kGeluErf,
  kGeluTanh,
};

}  // namespace ingot::ops
