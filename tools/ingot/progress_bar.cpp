#include "progress_bar.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "interruption.h"

namespace ingot::tools {
namespace {

constexpr int kBarWidth = 24;

int columns_of(std::FILE* terminal) {
  constexpr int kUsual = 80;
  winsize size{};
  const bool is_known = ioctl(fileno(terminal), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : kUsual;
}

/// As much of the text as fits: characters, of which UTF-8's further bytes take no column.
std::string cut(const std::string& text, int columns) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U && columns-- <= 0) break;
    line += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  return line;
}

std::string bar(int num_done, int num_steps) {
  const int filled = static_cast<int>(int64_t{kBarWidth} * num_done / num_steps);
  const int percent = static_cast<int>(int64_t{100} * num_done / num_steps);
  return "[" + std::string(filled, '#') + std::string(kBarWidth - filled, ' ') + "] " +
         std::to_string(percent) + " %";
}

}  // namespace

ProgressBar::ProgressBar(std::FILE* out) : out_(out), is_terminal_(isatty(fileno(out)) == 1) {}

void ProgressBar::phaseStart(const char* name, const char* /*parent*/, int32_t num_steps) {
  phases_.push_back({name, std::max(1, num_steps)});
  draw();
}

bool ProgressBar::stepComplete(const char* /*name*/, int32_t step) {
  phases_.back().num_done = step + 1;
  return !Interruption::was_asked_for();
}

void ProgressBar::phaseFinish(const char* /*name*/) {
  phases_.pop_back();
  draw();
}

/// The phase below the whole build, and what it has come to.
void ProgressBar::draw() const {
  if (!is_terminal_) return;
  std::string line;
  if (phases_.size() > 1) {
    line = phases_[1].name + " " + bar(phases_[1].num_done, phases_[1].num_steps);
  }
  if (phases_.size() > 2) line += " " + phases_[2].name;
  std::fprintf(out_, "\r%s\x1b[K", cut(line, columns_of(out_) - 1).c_str());
  std::fflush(out_);
}

}  // namespace ingot::tools
