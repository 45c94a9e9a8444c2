/// \file
/// Content of NvInfer.h.
#pragma once

#include "builder_entry.h"
#include "runtime_entry.h"
