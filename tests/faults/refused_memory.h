#pragma once

#include <cstddef>

namespace ingot::test {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define INGOT_CAN_REFUSE_MEMORY 1
#endif

enum class Refusal { kOnce, kFromThenOn };

/// Makes the allocation with this number, from 1 on, throw std::bad_alloc (or give null, where the
/// caller asked for that); those of all threads count. Operators new and std::aligned_alloc, the
/// program's and the libraries', are allocations.
void refuse_memory(size_t number, Refusal refusal);
/// Ends that; returns whether an allocation was refused.
bool grant_memory();

/// Blocks that have been allocated and not freed.
size_t blocks_in_use();

}  // namespace ingot::test
