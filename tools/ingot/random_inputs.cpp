#include "random_inputs.h"

#include <cstring>
#include <random>

namespace ingot::tools {
namespace {

template <class T>
void fill(std::span<std::byte> bytes, auto next) {
  for (size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    const T value = next();
    std::memcpy(&bytes[i], &value, sizeof value);
  }
}

}  // namespace

void fill_inputs(Execution& execution) {
  constexpr uint16_t kHalfOne = 0x3C00;
  std::minstd_rand random;
  std::uniform_real_distribution<float> uniform(-1, 1);
  const auto coin = [&] { return random() % 2; };
  for (Tensor* input : execution.inputs()) {
    const std::span<std::byte> bytes = input->host;
    if (input->type->type == nvinfer1::DataType::kFLOAT) {
      fill<float>(bytes, [&] { return uniform(random); });
    } else if (input->type->type == nvinfer1::DataType::kHALF) {
      fill<uint16_t>(bytes, [&] { return static_cast<uint16_t>(coin() * kHalfOne); });
    } else if (input->type->size == sizeof(int64_t)) {
      fill<int64_t>(bytes, coin);
    } else if (input->type->size == sizeof(int32_t)) {
      fill<int32_t>(bytes, [&] { return static_cast<int32_t>(coin()); });
    } else {
      fill<int8_t>(bytes, [&] { return static_cast<int8_t>(coin()); });
    }
  }
  execution.upload();
  execution.wait();
}

}  // namespace ingot::tools
