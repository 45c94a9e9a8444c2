/// \file
/// Rounding modes, as conversions name them.
#pragma once

/// Where a conversion goes from between two numbers.
typedef enum cudaRoundMode {
  cudaRoundNearest = 0,  ///< Ties to even.
  cudaRoundZero = 1,
  cudaRoundPosInf = 2,
  cudaRoundMinInf = 3
} cudaRoundMode;
