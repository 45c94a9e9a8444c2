#include "text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace ingot::tools {
namespace {

/// Characters of UTF-8.
size_t length_of(const std::string& text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string number_text(const char* format, double number) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, number);
  return buffer.data();
}

std::string bytes_text(uint64_t bytes) {
  constexpr std::array kUnits{"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return std::to_string(bytes) + " B";
  double size = static_cast<double>(bytes) / 1024;
  size_t unit = 0;
  for (; size >= 1024 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  return number_text("%.1f ", size) + kUnits[unit];
}

std::string seconds_text(double seconds) {
  if (seconds < 1e-3) return number_text("%.2f us", seconds * 1e6);
  if (seconds < 1) return number_text("%.2f ms", seconds * 1e3);
  return number_text("%.2f s", seconds);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return text;
}

Table::Table(std::vector<std::string> headings) {
  for (std::string& heading : headings) {
    is_right_.push_back(heading.starts_with('>'));
    if (is_right_.back()) heading.erase(0, 1);
  }
  add(std::move(headings));
}

void Table::add(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }

void Table::add_note(std::string line) { rows_.push_back({{}, std::move(line)}); }

std::string Table::text() const {
  std::vector<size_t> widths(is_right_.size(), 0);
  for (const Row& row : rows_) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], length_of(row.cells[i]));
    }
  }
  std::string text;
  for (const Row& row : rows_) {
    text += (row.cells.empty() ? row.note : line_of(row.cells, widths)) + '\n';
  }
  return text;
}

std::string Table::line_of(const std::vector<std::string>& cells,
                           const std::vector<size_t>& widths) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string fill(widths[i] - length_of(cells[i]), ' ');
    if (i > 0) line += "  ";
    if (is_right_[i]) {
      line += fill + cells[i];
    } else {
      line += cells[i];
      if (i + 1 < cells.size()) line += fill;
    }
  }
  return line;
}

}  // namespace ingot::tools
