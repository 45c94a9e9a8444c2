#include "report.h"

#include <algorithm>
#include <iostream>

namespace ingot::tests {
namespace {

/// The text as one word of a shell.
std::string shell_quoted(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// The text with every shape as […], so that reasons that differ in shapes alone count as one.
std::string without_shapes(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const size_t begin = std::min(text.find('['), text.size());
    const size_t end = std::min(text.find(']', begin), text.size());
    result += text.substr(0, begin);
    if (begin < text.size()) result += "[...]";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace

void Report::skip(const std::string& what, std::string_view reason) {
  ++skips_[{what, without_shapes(reason)}];
}

void Report::fail(const Trial& trial, std::string_view message) {
  ++failures_;
  std::cout << "FAIL " << trial.row->place << ": " << message << "\n  ops_driver " << options_
            << "--" << trial.mode << (trial.flags.empty() ? "" : " ") << trial.flags << " --row "
            << shell_quoted(trial.row->text) << std::endl;
}

int Report::finish() const {
  for (const auto& [what, count] : counts_) std::cout << count << " " << what << "\n";
  for (const auto& [skip, count] : skips_) {
    std::cout << count << " skipped, " << skip.first << ": " << skip.second << "\n";
  }
  std::cout << failures_ << " failures" << std::endl;
  return failures_ == 0 ? 0 : 1;
}

}  // namespace ingot::tests
