#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "row.h"

namespace ingot::tests {

/// What is being tried: the flags of a command that repeats it.
struct Trial {
  std::string mode;
  const Row* row;
  std::string flags{};  ///< "--type f16 --tactic gemm_convolution"
};

/// Counts what was done, prints failures as they come and the rest at the end.
class Report {
 public:
  /// `options`: what every command that repeats a failure begins with, "--simd AVX2 ".
  explicit Report(std::string options = "") : options_(std::move(options)) {}

  void fail(const Trial& trial, std::string_view message);
  void count(const std::string& what) { ++counts_[what]; }
  void skip(const std::string& what, std::string_view reason);

  /// Runs `body`; an Error that leaves it is a failure of the trial.
  template <class Body>
  void guard(const Trial& trial, const Body& body) {
    try {
      body();
    } catch (const Error& error) {
      fail(trial, error.what());
    }
  }

  /// Prints the summary and returns the program's exit status.
  int finish() const;

 private:
  std::string options_;
  int failures_ = 0;
  std::map<std::string, int> counts_;
  std::map<std::pair<std::string, std::string>, int> skips_;
};

}  // namespace ingot::tests
