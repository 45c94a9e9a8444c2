#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "backend/cpu/kernels/convert.h"
#include "ir/tensor.h"
#include "simd_levels.h"

namespace ingot::backend::cpu::kernels {
namespace {

using ir::DataType;

/// Memory for elements of a type.
struct Array {
  Array(DataType element, int64_t size)
      : type(element), count(size), bytes(static_cast<size_t>(size) * size_of(element)) {}

  ir::TensorView view() { return {type, {count}, bytes.data()}; }

  DataType type;
  int64_t count;
  std::vector<std::byte> bytes;
};

/// Every 9973rd pattern of 32 bits and what lies about the ends of the narrow types.
Array floats() {
  std::vector<float> values;
  for (uint64_t bits = 0; bits <= 0xFFFFFFFFU; bits += 9973) {
    values.push_back(std::bit_cast<float>(static_cast<uint32_t>(bits)));
  }
  for (const float edge : {0.0F, 0x1.0p-25F, 0x1.0p-24F, 0x1.0p-14F, 1.0F, 127.0F, 128.0F, 255.0F,
                           2048.0F, 65504.0F, 65520.0F, 0x1.0p31F}) {
    for (const float value : {edge, std::nextafter(edge, 0.0F), std::nextafter(edge, HUGE_VALF),
                              edge + 0.5F, edge * 1.5F, edge * 1.25F}) {
      values.insert(values.end(), {value, -value});
    }
  }
  Array array(DataType::kFloat32, static_cast<int64_t>(values.size()));
  std::memcpy(array.bytes.data(), values.data(), array.bytes.size());
  return array;
}

/// Every pattern of a type of up to 16 bits, every 9973rd of a larger one.
Array patterns(DataType type) {
  const size_t size = size_of(type);
  const uint64_t end = uint64_t{1} << (8 * size);
  const uint64_t step = size > 2 ? 9973 : 1;
  Array array(type, static_cast<int64_t>((end + step - 1) / step));
  std::byte* to = array.bytes.data();
  for (uint64_t bits = 0; bits < end; bits += step, to += size) std::memcpy(to, &bits, size);
  return array;
}

void expect_like_reference(Array x, DataType to) {
  const Conversion run = find_conversion(x.type, to);
  ASSERT_NE(run, nullptr) << name_of(x.type) << " to " << name_of(to);
  Array y(to, x.count);
  run(x.bytes.data(), y.bytes.data(), x.count);
  Array expected(to, 1);
  const ir::TensorView from = x.view();
  const ir::TensorView answers = y.view();
  const ir::TensorView reference = expected.view();
  for (int64_t i = 0; i < x.count; ++i) {
    const double value = load(from, i);
    store(reference, 0, value);
    const double right = load(reference, 0);
    const double got = load(answers, i);
    ASSERT_TRUE(got == right || (std::isnan(got) && std::isnan(right)))
        << name_of(x.type) << " to " << name_of(to) << ": " << value << " gives " << got
        << ", expected " << right;
    if (right == 0) {
      ASSERT_EQ(std::signbit(got), std::signbit(right)) << value;
    }
  }
}

class ConversionsOn : public SimdLevels {};

TEST_P(ConversionsOn, AreTheReferences) {
  const Array all_floats = floats();
  for (const DataType type : {DataType::kFloat16, DataType::kBFloat16, DataType::kInt8,
                              DataType::kUInt8, DataType::kInt32}) {
    expect_like_reference(all_floats, type);
    expect_like_reference(patterns(type), DataType::kFloat32);
  }
}

TEST_P(ConversionsOn, TouchNothingBehindTheEnd) {
  const Array x = patterns(DataType::kFloat16);
  const Conversion run = find_conversion(DataType::kFloat16, DataType::kFloat32);
  for (int64_t count = 0; count < 70; ++count) {
    std::vector<float> y(80, -1);
    run(x.bytes.data(), y.data(), count);
    for (size_t i = static_cast<size_t>(count); i < y.size(); ++i) ASSERT_EQ(y[i], -1) << count;
  }
}

INGOT_ON_ALL_LEVELS(ConversionsOn);

}  // namespace
}  // namespace ingot::backend::cpu::kernels
