#pragma once

namespace ingot::tools {

/// Makes the library use `count` threads for one inference; 0: as many as it likes. Before it is
/// first used.
void set_threads(int count);
/// What the library uses: INGOT_THREADS, else the cores that this process may run on.
int threads();

}  // namespace ingot::tools
