#pragma once

#include <CLI/Validators.hpp>
#include <string>

#include "failure.h"

namespace ingot::tools {

/// Refuses words that `read` throws a Failure for.
template <class Result>
CLI::Validator readable(Result (*read)(const std::string& text)) {
  const auto refusal = [read](const std::string& text) {
    try {
      read(text);
      return std::string();
    } catch (const Failure& failure) {
      return std::string(failure.what());
    }
  };
  return CLI::Validator(refusal, "", "");
}

}  // namespace ingot::tools
