#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "caffe_network.h"
#include "measurement.h"

namespace ingot::tools {

/// What a report is about.
struct ReportSubject {
  std::string path;                 ///< of the model or the plan
  std::vector<std::byte> plan{};    ///< its bytes
  std::string plan_name{};          ///< its file, or the model that it was built from
  CaffeNetwork* network = nullptr;  ///< that the plan was built from; null: only the plan is there
  std::string weights{};            ///< the network's caffemodel; empty: random weights
  double build_seconds = 0;         ///< 0: the plan was there
  bool has_accuracy = true;         ///< whether a network's layers are held against the reference
};

/// Measures what a report shows; docs/report.md has its members. Throws Failure.
nlohmann::json report_data(const ReportSubject& subject, const MeasurementSettings& settings);

}  // namespace ingot::tools
