#pragma once

#include "api/network.h"
#include "plan/plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Gives each step what ILayer::setMetadata noted at the layers that it computes, in their order
/// and with U+001E between them.
void set_metadata(const Network& network, plan::Plan& plan);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
