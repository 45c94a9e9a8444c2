#pragma once

#include <google/protobuf/io/tokenizer.h>

#include <set>
#include <string>
#include <vector>

#include "base/log.h"

namespace ingot::caffe {

/// Gathers what protobuf says about a text: faults as "name:line:column: message", counted from
/// 1; unknown fields as warnings to the log, the first of each name.
class TextFaults : public google::protobuf::io::ErrorCollector {
 public:
  TextFaults(std::string name, const Log& log) : name_(std::move(name)), log_(log) {}

  void AddError(int line, int column, const std::string& message) override;
  void AddWarning(int line, int column, const std::string& message) override;

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  std::string place(int line, int column) const;

  std::string name_;
  const Log& log_;
  std::vector<std::string> faults_;
  std::set<std::string> seen_;
};

}  // namespace ingot::caffe
