#include "ir/text_reader.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {
namespace {

constexpr size_t kLongestQuote = 32;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}
bool is_number_character(char c) {
  return is_word_character(c) || c == '+' || c == '-' || c == '.';
}

template <class Predicate>
std::string_view leading(std::string_view text, Predicate predicate) {
  return {text.begin(), std::find_if_not(text.begin(), text.end(), predicate)};
}

/// The word, or else the character, that `text` starts with.
std::string found(std::string_view text) {
  if (text.empty()) return "the end of the text";
  const std::string_view word = leading(text, is_number_character);
  return str("'", text.substr(0, std::clamp<size_t>(word.size(), 1, kLongestQuote)), "'");
}

}  // namespace

void TextReader::skip_blanks() {
  while (offset_ < text_.size()) {
    if (is_blank(text_[offset_])) {
      ++offset_;
    } else if (text_[offset_] == '#' || rest().starts_with("//")) {
      offset_ = std::min(text_.find('\n', offset_), text_.size());
    } else {
      return;
    }
  }
}

bool TextReader::at_end() {
  skip_blanks();
  return offset_ == text_.size();
}

bool TextReader::take(std::string_view symbol) {
  skip_blanks();
  if (!rest().starts_with(symbol)) return false;
  offset_ += symbol.size();
  return true;
}

void TextReader::expect(std::string_view symbol) {
  if (!take(symbol)) fail(str("'", symbol, "'"));
}

bool TextReader::take_word(std::string_view expected) {
  skip_blanks();
  if (leading(rest(), is_word_character) != expected) return false;
  offset_ += expected.size();
  return true;
}

void TextReader::expect_word(std::string_view expected) {
  if (!take_word(expected)) fail(str("'", expected, "'"));
}

bool TextReader::next_is(char character) {
  skip_blanks();
  return rest().starts_with(character);
}

std::string_view TextReader::word() {
  skip_blanks();
  if (rest().empty() || is_digit(rest()[0])) return rest().substr(0, 0);
  const std::string_view word = leading(rest(), is_word_character);
  offset_ += word.size();
  return word;
}

std::string_view TextReader::name(std::string_view expected) {
  const std::string_view name = leading(rest(), is_word_character);
  if (name.empty()) fail_at_offset(offset_, expected);
  offset_ += name.size();
  return name;
}

std::string_view TextReader::number(std::string_view expected) {
  skip_blanks();
  const std::string_view number = leading(rest(), is_number_character);
  if (number.empty()) fail(expected);
  offset_ += number.size();
  return number;
}

unsigned TextReader::hex_digit() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const size_t digit = offset_ < text_.size() ? kDigits.find(text_[offset_]) : kDigits.npos;
  if (digit == kDigits.npos) fail_at_offset(offset_, "a digit of 0…9a…f");
  ++offset_;
  return static_cast<unsigned>(digit);
}

std::string TextReader::quoted(std::string_view expected) {
  if (!take("\"")) fail(expected);
  std::string value;
  while (offset_ < text_.size() && text_[offset_] != '"') {
    const char c = text_[offset_++];
    if (c == '\n') fail_at_offset(offset_ - 1, "'\"' before the end of the line");
    if (c != '\\') {
      value += c;
      continue;
    }
    const char escape = offset_ < text_.size() ? text_[offset_++] : '\0';
    if (escape == 'n') {
      value += '\n';
    } else if (escape == 'x') {
      const unsigned high = hex_digit();
      value += static_cast<char>(high * 16 + hex_digit());
    } else if (escape == '"' || escape == '\\') {
      value += escape;
    } else {
      fail_at_offset(offset_ - 1, R"(one of \" \\ \n \xHH)");
    }
  }
  if (offset_ == text_.size()) fail_at_offset(offset_, "'\"'");
  ++offset_;
  return value;
}

std::string_view TextReader::extent() {
  skip_blanks();
  size_t depth = 0;
  size_t end = offset_;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (depth == 0 && (c == ',' || c == ']')) break;
    if (c == '(') ++depth;
    if (c == ')') depth -= std::min<size_t>(depth, 1);
  }
  std::string_view extent = text_.substr(offset_, end - offset_);
  while (!extent.empty() && is_blank(extent.back())) extent.remove_suffix(1);
  if (extent.empty()) fail("an extent");
  offset_ = end;
  return extent;
}

std::string_view TextReader::here() {
  skip_blanks();
  return rest();
}

std::string TextReader::position_of(std::string_view word) const {
  const auto offset = static_cast<size_t>(word.data() - text_.data());
  const std::string_view before = text_.substr(0, offset);
  const size_t line = 1 + static_cast<size_t>(std::ranges::count(before, '\n'));
  const size_t column = offset - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return str("line ", line, ", column ", column);
}

void TextReader::fail(std::string_view expected) { fail_at(here(), expected); }

void TextReader::fail_at(std::string_view word, std::string_view expected) const {
  const auto offset = static_cast<size_t>(word.data() - text_.data());
  fail_at_offset(offset, expected);
}

void TextReader::fail_at_offset(size_t offset, std::string_view expected) const {
  const std::string_view rest = text_.substr(offset);
  throw Error(ErrorCode::kInvalidArgument,
              str(position_of(rest), ": expected ", expected, ", found ", found(rest)));
}

}  // namespace ingot::ir
