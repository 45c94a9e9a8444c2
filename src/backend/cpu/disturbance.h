#pragma once

#include "base/thread_pool.h"

namespace ingot::backend::cpu {

/// Whether something else has a part of the cores on which the pool's threads run just now: a
/// neighbour of a virtual machine, another process. Takes some tens of microseconds.
bool is_disturbed(ThreadPool& pool);

}  // namespace ingot::backend::cpu
