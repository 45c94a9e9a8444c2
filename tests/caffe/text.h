#pragma once

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "caffe/model/read_model.h"

namespace ingot::caffe {

inline std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// A log that keeps the messages.
struct KeptLog {
  std::vector<std::string> messages;
  Log log{[this](Severity, const std::string& message) { messages.push_back(message); }};
};

inline proto::NetParameter net_of(const std::string& text) {
  return read_definition(bytes_of(text), "net.prototxt", Log());
}

/// The message of the Error that `body` throws; a failure where it throws none.
template <class Body>
std::string error_of(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "an Error is expected";
  return "";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace ingot::caffe
