#pragma once

#include <vector>

#include "launch.h"

namespace ingot::tests {

/// Item `index` of the leading axis, as a batch of one.
ir::Tensor item_of(const ir::Tensor& batch, size_t index);

/// The items of a batch, one case each: computed inputs with the output's leading extent are cut,
/// others and constants are the batch's. Empty where there are no two, and where the operator does
/// not compute each by itself: where infer or the reference gives one alone another type or other
/// bits than its part of the batch has.
std::vector<Case> items_of(const Case& batch);

/// The batch's problem with the shapes of one of its items.
backend::Problem problem_of_item(const backend::Problem& batch, const Case& item);

}  // namespace ingot::tests
