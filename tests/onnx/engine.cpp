// onnx_engine FOLDER DEPLOY WEIGHTS BATCH INPUT OUTPUT...
//
// Runs an engine of a Caffe model (paths below INGOT_TEST_DATA; WEIGHTS may be empty) on the floats
// in the file INPUT, and writes output number i to FOLDER/i.
#include "tests/models/engine.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

std::vector<float> read_floats(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

void write_floats(const std::string& path, const std::vector<float>& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(float)));
}

void run(const std::vector<std::string>& words) {
  const std::vector<std::string> outputs(words.begin() + 5, words.end());
  const int batch = std::atoi(words[3].c_str());
  ingot::test::Engine engine({words[1], words[2], outputs, batch});
  auto results = engine.run(read_floats(words[4]), batch);
  for (size_t i = 0; i < outputs.size(); ++i) {
    write_floats(words[0] + "/" + std::to_string(i), results.at(outputs[i]));
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 7) {
    std::cerr << "usage: onnx_engine FOLDER DEPLOY WEIGHTS BATCH INPUT OUTPUT...\n";
    return 2;
  }
  try {
    run({words + 1, words + count});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
