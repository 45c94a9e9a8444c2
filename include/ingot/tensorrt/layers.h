/// \file
/// All layers.
#pragma once

#include "layers/activation.h"
#include "layers/concatenation.h"
#include "layers/constant.h"
#include "layers/convolution.h"
#include "layers/elementwise.h"
#include "layers/fully_connected.h"
#include "layers/lrn.h"
#include "layers/matrix_multiply.h"
#include "layers/padding.h"
#include "layers/pooling.h"
#include "layers/reduce.h"
#include "layers/scale.h"
#include "layers/shuffle.h"
#include "layers/slice.h"
#include "layers/softmax.h"
#include "layers/unary.h"
