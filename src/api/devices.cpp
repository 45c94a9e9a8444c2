#include "api/devices.h"

#include "backend/cpu/device.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

const backend::Device& default_device() { return backend::cpu::device(); }

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
