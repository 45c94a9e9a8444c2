#pragma once

#include <CLI/Validators.hpp>
#include <string>

#include "failure.h"
#include "numbers.h"

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

/// A whole number from 1.
inline CLI::Validator positive_count() {
  return readable(+[](const std::string& text) {
    const auto count = read_number<int>(text);
    if (!count || *count < 1) throw Failure("'" + text + "': expected a whole number from 1");
  });
}

/// A finite number from 0.
inline CLI::Validator non_negative() {
  return readable(+[](const std::string& text) {
    const auto duration = read_number<double>(text);
    if (!duration || *duration < 0) throw Failure("'" + text + "': expected a number from 0");
  });
}

/// The name of a file to write.
inline CLI::Validator output_path() {
  return readable(+[](const std::string& text) {
    if (text.empty()) throw Failure("expected the name of a file, got none");
  });
}

/// Sizes in bytes, or with units: CLI11's own takes those below 0 for large ones.
inline CLI::Validator byte_size() {
  return {[](std::string& text) {
            if (text.starts_with('-')) return "'" + text + "': expected a size, such as 64M";
            return CLI::AsSizeValue(false)(text);
          },
          "SIZE"};
}

}  // namespace ingot::tools
