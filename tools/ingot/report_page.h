#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace ingot::tools {

/// One page of HTML that shows `data` (of report_data) and needs nothing beside itself.
std::string report_page(const nlohmann::json& data);

}  // namespace ingot::tools
