#include "caffe/model/text_faults.h"

#include <string_view>

#include "base/text.h"

namespace ingot::caffe {
namespace {

constexpr size_t kMaxFaults = 20;
constexpr size_t kMaxWarnings = 50;

/// protobuf names our package in its messages, which means nothing to a user.
std::string without_package(std::string message) {
  constexpr std::string_view kPackage = "ingot.caffe.proto.";
  for (size_t at = message.find(kPackage); at != std::string::npos; at = message.find(kPackage)) {
    message.erase(at, kPackage.size());
  }
  return message;
}

}  // namespace

void TextFaults::AddError(int line, int column, const std::string& message) {
  if (faults_.size() < kMaxFaults) {
    faults_.push_back(place(line, column) + without_package(message));
  }
}

void TextFaults::AddWarning(int line, int column, const std::string& message) {
  const std::string text = without_package(message);
  if (text.find("\"Uninterpreted\"") != std::string::npos) return;
  if (seen_.size() >= kMaxWarnings || !seen_.insert(text).second) return;
  log_(Severity::kWarning, place(line, column) + text + " It is ignored.");
}

std::string TextFaults::place(int line, int column) const {
  return line < 0 ? name_ + ": " : str(name_, ":", line + 1, ":", column + 1, ": ");
}

}  // namespace ingot::caffe
