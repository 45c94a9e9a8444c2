#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingot::ir {

/// Goes through foreign text word by word. Blanks and comments (# or // to the end of the line)
/// separate words and are skipped before each. Every Error (kInvalidArgument) says the line, the
/// column, what was expected and what stands there.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : text_(text) {}

  bool at_end();
  /// Goes past `symbol` (punctuation) when it comes next.
  bool take(std::string_view symbol);
  void expect(std::string_view symbol);
  /// Goes past `word` when it comes next and is a word by itself.
  bool take_word(std::string_view word);
  void expect_word(std::string_view word);
  bool next_is(char character);

  /// Letters, digits and _, starting with no digit; the empty word here when something else comes
  /// next.
  std::string_view word();
  /// Letters, digits and _ that follow here without a blank.
  std::string_view name(std::string_view expected);
  /// The characters of a number: digits, letters and any of + - .
  std::string_view number(std::string_view expected);
  /// The text between double quotes, escapes resolved.
  std::string quoted(std::string_view expected);
  /// One extent inside [ ]: all up to a , or ] outside of parentheses, without blanks around.
  std::string_view extent();

  /// The text from the next word on.
  std::string_view here();
  /// "line 3, column 14": where a word that was read from this text starts.
  std::string position_of(std::string_view word) const;
  /// At the word that comes next.
  [[noreturn]] void fail(std::string_view expected);
  /// At a word that was read from this text.
  [[noreturn]] void fail_at(std::string_view word, std::string_view expected) const;

 private:
  void skip_blanks();
  std::string_view rest() const { return text_.substr(offset_); }
  unsigned hex_digit();
  [[noreturn]] void fail_at_offset(size_t offset, std::string_view expected) const;

  std::string_view text_;
  size_t offset_ = 0;
};

}  // namespace ingot::ir
