#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/api/misuse/workshop.h"

namespace ingot::test {

struct Misuse {
  const char* name;
  /// Does it; returns whether what came back is what the headers state for an error, and whether
  /// nothing has changed.
  std::function<bool(Workshop&)> run;
  /// Parts of the first error.
  std::vector<std::string> parts;
};

/// GoogleTest's name of a misuse, and how it prints one.
std::string name_of(const testing::TestParamInfo<Misuse>& info);
void PrintTo(const Misuse& misuse, std::ostream* stream);

class MisuseTest : public testing::TestWithParam<Misuse> {};

}  // namespace ingot::test

/// A table of misuses as tests.
#define INGOT_MISUSES(area, table) \
  INSTANTIATE_TEST_SUITE_P(area, MisuseTest, testing::ValuesIn(table), name_of)
