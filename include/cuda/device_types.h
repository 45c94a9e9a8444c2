// Rounding modes, as conversions name them.
#pragma once

typedef enum cudaRoundMode {
  cudaRoundNearest = 0,  // ties to even
  cudaRoundZero = 1,
  cudaRoundPosInf = 2,
  cudaRoundMinInf = 3
} cudaRoundMode;
