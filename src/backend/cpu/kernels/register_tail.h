#pragma once

namespace ingot::backend::cpu::kernels {

enum class Rectifier {
  kNone,
  kRelu,       ///< x < 0 ? 0 : x
  kLeakyRelu,  ///< x < 0 ? alpha·x : x
  kClip,       ///< min(max(x, alpha), beta)
};

/// What happens to a result on its way from the registers to memory.
struct RegisterTail {
  const float* summand = nullptr;  ///< added; lies as the output does. Null: nothing is
  Rectifier rectifier = Rectifier::kNone;
  float alpha = 0;
  float beta = 0;
};

}  // namespace ingot::backend::cpu::kernels
