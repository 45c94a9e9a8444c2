#pragma once

#include <NvInfer.h>

#include <map>
#include <string>
#include <vector>

#include "tests/caffe/layers/case.h"

namespace ingot::test {

/// Keeps messages by severity.
class KeptLog : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    messages_[severity] += std::string(message) + "\n";
  }
  std::string errors() { return messages_[Severity::kERROR]; }
  std::string warnings() { return messages_[Severity::kWARNING]; }

 private:
  std::map<Severity, std::string> messages_;
};

/// How a program uses the parser.
struct Usage {
  bool implicit_batch = false;
  nvinfer1::DataType weights = nvinfer1::DataType::kFLOAT;
  bool from_files = false;  ///< parse; otherwise parseBuffers
  int copies = 1;           ///< of the file's batch in the batch that runs; implicit batch only
};

/// What came out: the shape without the batch where it is implicit, and the values.
struct Output {
  std::vector<int64_t> shape;
  std::vector<float> values;
};

struct Result {
  bool parsed = false;
  std::map<std::string, Output> outputs;  ///< empty unless the engine was built and run
};

/// A name in the working folder, which the programs of all levels share.
std::string file_name(const std::string& name);

/// Parses, builds and runs a case; every blob that it expects is an output.
Result run(const Case& row, const Usage& usage, KeptLog& log);

}  // namespace ingot::test
