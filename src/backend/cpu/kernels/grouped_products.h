#pragma once

#include "backend/cpu/kernels/window_products.h"

namespace ingot::backend::cpu::kernels {

/// Window products of filters in groups so small that those of one vector may see different
/// channels. Filter f's channels lie side by side, `work.channels.lanes` of them from starts[f] on;
/// `starts` has an entry for every filter of the panels, those that fill the last included. The
/// channels divide the filters of a group, so that those of one vector see one vector of the image
/// or are of one group. One chunk, and nothing accumulated to.
void grouped_products(const WindowProducts& work, const int32_t* starts);

}  // namespace ingot::backend::cpu::kernels
