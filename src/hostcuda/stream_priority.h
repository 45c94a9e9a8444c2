// The range of stream priorities; a lower number is more urgent.
#pragma once

namespace ingot::hostcuda {

constexpr int kLeastPriority = 0;
constexpr int kGreatestPriority = -1;

}  // namespace ingot::hostcuda
