#include <gtest/gtest.h>

#include "ir/blocked.h"
#include "ir/text_ops.h"
#include "ir/view.h"

namespace ingot::ir {
namespace {

TensorType type_of(std::string_view text) { return type_from_text(text); }

TEST(Formats, TextTellsWhatLiesInMemory) {
  for (const char* text :
       {"f32[1,3,2,2]", "f32[1,3,2,2]/c8", "f32[1,3,2,2]/nhwc8", "f32[1,3,2,2]/f16_nhwc8",
        "f32[4,10]/f16", "f32[1,3,2,2]/bf16_nhwc8", "f32[4,10]/bf16"}) {
    EXPECT_EQ(to_string(type_of(text)), text);
  }
  EXPECT_EQ(stored_type(type_of("f32[4,10]/f16")), DataType::kFloat16);
  EXPECT_EQ(stored_type(type_of("f32[1,3,2,2]/bf16_nhwc8")), DataType::kBFloat16);
  EXPECT_EQ(stored_type(type_of("f32[1,3,2,2]/nhwc8")), DataType::kFloat32);
  EXPECT_EQ(stored_type(type_of("i32[4,10]")), DataType::kInt32);
  EXPECT_EQ(linear(type_of("f32[1,3,2,2]/f16_nhwc8")), type_of("f32[1,3,2,2]"));
}

TEST(Formats, RowMajorOnesKeepElementsInTheSameType) {
  EXPECT_EQ(row_major(Format::kChannelsLast), Format::kLinear);
  EXPECT_EQ(row_major(Format::kHalfChannelsLast), Format::kHalf);
  EXPECT_EQ(row_major(Format::kBFloatChannelsLast), Format::kBFloat);
}

TEST(Formats, ChannelsAreFilledUp) {
  EXPECT_EQ(byte_size(type_of("f32[2,3,5,7]/nhwc8")), 2U * 8 * 5 * 7 * 4);
  EXPECT_EQ(byte_size(type_of("f32[2,9,5,7]/f16_nhwc8")), 2U * 16 * 5 * 7 * 2);
  EXPECT_EQ(byte_size(type_of("f32[2,9,5,7]/bf16_nhwc8")), 2U * 16 * 5 * 7 * 2);
  EXPECT_EQ(byte_size(type_of("f32[2,9]/f16")), 2U * 9 * 2);
}

TEST(Formats, LinearTensorsHaveTheNumbersInTheirOwnOrderAndType) {
  const TensorType type = type_of("f32[1,2,1,3]/f16_nhwc8");
  std::vector<std::byte> bytes(byte_size(type), std::byte{0xF7});
  const TensorView pixels(DataType::kFloat16, {}, bytes.data());
  for (int64_t channel = 0; channel < 2; ++channel) {
    for (int64_t pixel = 0; pixel < 3; ++pixel) {
      store(pixels, pixel * 8 + channel, static_cast<double>(10 * channel + pixel));
    }
  }
  const Tensor linear = to_linear(type, bytes);
  EXPECT_EQ(linear.type, type_of("f32[1,2,1,3]"));
  const std::vector<float> expected{0, 1, 2, 10, 11, 12};
  EXPECT_TRUE(std::ranges::equal(linear.elements<float>(), expected));
}

TEST(Formats, PixelsMayLieApart) {
  const TensorType type = type_of("f32[1,2,1,3]/f16_nhwc8");
  EXPECT_EQ(byte_size(type, 8), byte_size(type));
  EXPECT_EQ(byte_size(type, 24), (2U * 24 + 8) * 2);
  EXPECT_EQ(byte_size(type_of("f32[0,2,1,3]/f16_nhwc8"), 24), 0U);
  EXPECT_THROW(byte_size(type, int64_t{1} << 62), Error);
  std::vector<std::byte> bytes(byte_size(type, 24), std::byte{0xF7});
  const TensorView elements(DataType::kFloat16, {}, bytes.data());
  for (int64_t pixel = 0; pixel < 3; ++pixel) {
    store(elements, pixel * 24, static_cast<double>(pixel));
    store(elements, pixel * 24 + 1, static_cast<double>(10 + pixel));
  }
  const Tensor linear = to_linear(type, bytes, 24);
  const std::vector<float> expected{0, 1, 2, 10, 11, 12};
  EXPECT_TRUE(std::ranges::equal(linear.elements<float>(), expected));
}

TEST(Formats, ViewsHaveTheBytesOfWhatTheyView) {
  const auto same = [](std::string_view from, std::string_view to) {
    return has_same_bytes(type_of(from), type_of(to));
  };
  EXPECT_TRUE(same("f32[2,8,3,3]", "f32[2,72]"));
  EXPECT_TRUE(same("f32[2,16,1,1]/f16_nhwc8", "f32[2,16]/f16"));
  EXPECT_TRUE(same("f32[2,3,4,4]/f16_nhwc8", "f32[2,3,4,4]/f16_nhwc8"));
  EXPECT_FALSE(same("f32[2,9,1,1]/f16_nhwc8", "f32[2,9]/f16"));     // filled up
  EXPECT_FALSE(same("f32[2,16,3,3]/f16_nhwc8", "f32[2,144]/f16"));  // in another order
  EXPECT_FALSE(same("f32[2,16]", "f32[2,16]/f16"));
  EXPECT_FALSE(same("f32[2,16]/f16", "f32[2,16]/bf16"));
}

}  // namespace
}  // namespace ingot::ir
