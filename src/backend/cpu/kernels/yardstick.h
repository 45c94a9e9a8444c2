#pragma once

namespace ingot::backend::cpu::kernels {

/// A few microseconds of multiply-adds in registers: always the same work, which takes longer where
/// something else has a part of the core.
float yardstick();

}  // namespace ingot::backend::cpu::kernels
