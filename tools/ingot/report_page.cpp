#include "report_page.h"

#include <string_view>

#include "report_template.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

/// JSON for the inside of a script element, which a '<' in a name could end.
std::string embedded(const json& data) {
  std::string text;
  for (const char c : data.dump(-1, ' ', false, json::error_handler_t::replace)) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

std::string report_page(const json& data) {
  constexpr std::string_view kPlace = "@DATA@";
  std::string page = kReportTemplate;
  page.replace(page.find(kPlace), kPlace.size(), embedded(data));
  return page;
}

}  // namespace ingot::tools
