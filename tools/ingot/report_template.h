#pragma once

namespace ingot::tools {

/// The page of a report with @DATA@ in place of its data, made of the folder report.
extern const char* const kReportTemplate;

}  // namespace ingot::tools
