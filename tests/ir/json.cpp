#include "base/json.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace ingot {
namespace {

std::string json_of(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return json.finish();
}

TEST(Json, ValuesAreSeparated) {
  JsonWriter json;
  json.begin_object();
  json.member("a", 1);
  json.key("b");
  json.begin_array();
  json.value(true);
  json.begin_object();
  json.end_object();
  json.values(std::vector<int>{2, 3});
  json.end_array();
  json.member("c", "x");
  json.end_object();
  EXPECT_EQ(json.finish(), R"({"a":1,"b":[true,{},[2,3]],"c":"x"})");
}

TEST(Json, TextIsEscaped) {
  EXPECT_EQ(json_of("a\"b\\c\n\t\x01"), R"("a\"b\\c\n\t\u0001")");
  EXPECT_EQ(json_of(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(json_of("≤ 𝄞 é"), "\"≤ 𝄞 é\"");
}

TEST(Json, WhatIsNoUtf8IsReplaced) {
  const std::string replaced = "\"\xEF\xBF\xBD\"";
  EXPECT_EQ(json_of("\xFF"), replaced);
  EXPECT_EQ(json_of("\x80"), replaced);
  EXPECT_EQ(json_of("\xC3"), replaced);                            // cut short
  EXPECT_EQ(json_of("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // overlong
  EXPECT_EQ(json_of("\xED\xA0\x80").size(), 2 + 3 * 3U);           // a surrogate
  EXPECT_EQ(json_of("\xF4\x90\x80\x80").size(), 2 + 4 * 3U);       // beyond U+10FFFF
  EXPECT_EQ(json_of("\xC3\"").substr(1), "\xEF\xBF\xBD\\\"\"");    // the quote is no part
}

TEST(Json, NumbersReadBackTheSame) {
  JsonWriter json;
  json.values(std::vector<double>{0.1, 1e-300, -2, std::numeric_limits<double>::infinity()});
  EXPECT_EQ(json.finish(), "[0.1,1e-300,-2,null]");
  JsonWriter integers;
  integers.values(std::vector<uint64_t>{std::numeric_limits<uint64_t>::max()});
  EXPECT_EQ(integers.finish(), "[18446744073709551615]");
  JsonWriter single;
  single.value(0.1F);
  EXPECT_EQ(single.finish(), "0.1");
}

}  // namespace
}  // namespace ingot
