// Facts about this machine, as the operating system tells them.
#pragma once
#include <cstddef>
#include <string>

namespace ingot::hostcuda {

struct HostInfo {
  std::string name;   // the processor's model
  int cores = 1;      // that this process may use
  int clock_khz = 0;  // 0: not known
  int l2_bytes = 0;   // the largest cache that the system lists; 0: not known
};

/// Read once.
const HostInfo& host_info();

/// Bytes of physical memory.
std::size_t total_memory();

/// Bytes of memory that can be taken without swapping.
std::size_t available_memory();

}  // namespace ingot::hostcuda
