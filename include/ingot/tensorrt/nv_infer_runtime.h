/// \file
/// Content of NvInferRuntime.h.
#pragma once

#include "runtime_entry.h"
