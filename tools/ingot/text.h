#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ingot::tools {

/// "712 B", "1.5 KiB", "23.4 MiB".
std::string bytes_text(uint64_t bytes);
/// "12.3 us", "4.56 ms", "1.23 s".
std::string seconds_text(double seconds);
/// `format` is that of printf.
std::string number_text(const char* format, double number);

/// What lies between the separators: one more part than there are separators.
std::vector<std::string> split(const std::string& text, char separator);
/// With '?' in place of control characters, for foreign text on a terminal.
std::string printable(std::string text);

/// Rows of cells in columns of a common width.
class Table {
 public:
  /// Columns whose heading begins with '>' are flush right; the last column is not filled up.
  explicit Table(std::vector<std::string> headings);

  void add(std::vector<std::string> cells);
  /// A line between the rows.
  void add_note(std::string line);
  std::string text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string note;
  };

  std::string line_of(const std::vector<std::string>& cells,
                      const std::vector<size_t>& widths) const;

  std::vector<bool> is_right_;
  std::vector<Row> rows_;
};

}  // namespace ingot::tools
