#include "tests/api/misuse/misuse.h"

#include <cctype>
#include <ostream>

namespace ingot::test {

/// "a name of blanks" as "ANameOfBlanks".
std::string name_of(const testing::TestParamInfo<Misuse>& info) {
  std::string name;
  bool is_first = true;
  for (const char* c = info.param.name; *c != '\0'; ++c) {
    const bool is_letter = std::isalnum(static_cast<unsigned char>(*c)) != 0;
    if (is_letter) name += is_first ? static_cast<char>(std::toupper(*c)) : *c;
    is_first = !is_letter;
  }
  return name;
}

void PrintTo(const Misuse& misuse, std::ostream* stream) { *stream << misuse.name; }

namespace {

void expect_reported(const Log& log, const Recorder& recorder) {
  ASSERT_FALSE(log.errors.empty()) << "nothing was logged";
  ASSERT_EQ(recorder.errors.size(), log.errors.size()) << log.errors[0];
  for (size_t i = 0; i < log.errors.size(); ++i) {
    const auto& [code, message] = recorder.errors[i];
    EXPECT_NE(code, nvinfer1::ErrorCode::kSUCCESS);
    EXPECT_NE(code, nvinfer1::ErrorCode::kINTERNAL_ERROR) << message;
    EXPECT_NE(log.errors[i].find(message), std::string::npos) << message;
  }
}

TEST_P(MisuseTest, IsReportedAndLeavesAllElseUsable) {
  Log log;
  Recorder recorder;
  {
    Workshop workshop(log, recorder);
    ASSERT_TRUE(log.errors.empty()) << log.errors[0];
    EXPECT_TRUE(GetParam().run(workshop));
    expect_reported(log, recorder);
    if (HasFatalFailure()) return;
    for (const std::string& part : GetParam().parts) {
      EXPECT_NE(log.errors[0].find(part), std::string::npos) << part << "\n" << log.errors[0];
    }
    log.errors.clear();
    EXPECT_TRUE(workshop.works());
    EXPECT_TRUE(log.errors.empty()) << log.errors[0];
  }
  EXPECT_EQ(recorder.references, 0);
}

}  // namespace
}  // namespace ingot::test
