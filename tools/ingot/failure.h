#pragma once

#include <stdexcept>

namespace ingot::tools {

/// What the program ends with.
constexpr int kFailed = 1;
constexpr int kWrongWords = 2;

/// What a subcommand ends with when it cannot do its work. The message is one line.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Of words that cannot be meant so: the program ends as after words that it does not know.
class WrongWords : public Failure {
 public:
  using Failure::Failure;
};

}  // namespace ingot::tools
