#include "backend/cpu/kernels/gemm.h"

#include <cmath>
#include <random>
#include <vector>

#include "backend/cpu/kernels/pack.h"
#include "base/bytes.h"
#include "simd_levels.h"

namespace ingot::backend::cpu::kernels {
namespace {

using Floats = std::vector<float>;

/// Whole numbers, whose sums of products are exact in any order.
Floats whole_numbers(size_t count, unsigned seed) {
  std::mt19937 engine(seed);
  Floats values(count);
  for (float& value : values) value = static_cast<float>(static_cast<int>(engine() % 9) - 4);
  return values;
}

Floats fractions(size_t count, unsigned seed) {
  std::mt19937 engine(seed);
  Floats values(count);
  for (float& value : values) value = static_cast<float>(engine() % 2001) / 1000.0F - 1.0F;
  return values;
}

struct Size {
  int64_t rows, columns, depth;
};

/// A product of row-major matrices with its operands packed.
class Product {
 public:
  Product(Size size, const Floats& a, const Floats& b)
      : size_(size),
        a_(allocate_aligned(sizeof(float) * packed_rows_size(size.rows, size.depth) + 1)),
        b_(allocate_aligned(sizeof(float) * packed_columns_size(size.depth, size.columns) + 1)),
        in_place_(a.data()) {
    pack_rows({a.data(), size.depth, 1}, size.rows, size.depth, floats(a_));
    pack_columns({b.data(), size.columns, 1}, size.depth, size.columns, floats(b_));
  }

  RowPanels a() const { return RowPanels::packed(floats(a_), size_.depth); }
  RowPanels a_in_place() const { return RowPanels::in_place(in_place_, size_.depth, 1); }
  ColumnPanels b() const { return ColumnPanels::packed(floats(b_), size_.depth); }

  Gemm gemm(float* c) const {
    return {.rows = size_.rows,
            .columns = size_.columns,
            .depth = size_.depth,
            .a = a(),
            .b = b(),
            .c = c,
            .c_stride = size_.columns};
  }

 private:
  static float* floats(const AlignedBytes& bytes) { return reinterpret_cast<float*>(bytes.get()); }

  Size size_;
  AlignedBytes a_;
  AlignedBytes b_;
  const float* in_place_;
};

Floats plain_product(Size size, const Floats& a, const Floats& b) {
  Floats c(static_cast<size_t>(size.rows * size.columns));
  for (int64_t i = 0; i < size.rows; ++i) {
    for (int64_t j = 0; j < size.columns; ++j) {
      double sum = 0;
      for (int64_t k = 0; k < size.depth; ++k) {
        sum += double{a[i * size.depth + k]} * double{b[k * size.columns + j]};
      }
      c[i * size.columns + j] = static_cast<float>(sum);
    }
  }
  return c;
}

class GemmOn : public SimdLevels {};

TEST_P(GemmOn, EqualsPlainLoopsForAllTails) {
  for (int64_t rows = 1; rows <= 27; ++rows) {
    for (const int64_t columns : {1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 48, 100, 130, 260}) {
      const Size size{rows, columns, 1 + (rows * columns) % 37};
      const Floats a = whole_numbers(size.rows * size.depth, 1);
      const Floats b = whole_numbers(size.depth * size.columns, 2);
      const Product product(size, a, b);
      const Floats expected = plain_product(size, a, b);
      Floats c(expected.size(), -1.0F);
      Gemm work = product.gemm(c.data());
      gemm(work);
      ASSERT_EQ(c, expected) << "packed " << rows << "×" << columns << "×" << size.depth;
      work.a = product.a_in_place();
      std::ranges::fill(c, -1.0F);
      gemm(work);
      ASSERT_EQ(c, expected) << "in place " << rows << "×" << columns << "×" << size.depth;
    }
  }
}

TEST_P(GemmOn, WritesNothingBesideTheProduct) {
  const Size size{7, 21, 5};
  const Product product(size, whole_numbers(35, 1), whole_numbers(105, 2));
  Floats c(9 * 40, -7.0F);
  Gemm work = product.gemm(c.data() + 40 + 9);
  work.c_stride = 40;
  gemm(work);
  for (int64_t i = 0; i < 9; ++i) {
    for (int64_t j = 0; j < 40; ++j) {
      if (i >= 1 && i < 8 && j >= 9 && j < 30) continue;
      ASSERT_EQ(c[i * 40 + j], -7.0F) << i << ", " << j;
    }
  }
}

TEST_P(GemmOn, AddsBothBiases) {
  const Size size{14, 37, 6};
  const Floats a = whole_numbers(size.rows * size.depth, 1);
  const Floats b = whole_numbers(size.depth * size.columns, 2);
  const Floats row_bias = whole_numbers(size.rows, 3);
  const Floats column_bias = whole_numbers(size.columns, 4);
  Floats expected = plain_product(size, a, b);
  for (size_t i = 0; i < expected.size(); ++i) {
    expected[i] += row_bias[i / size.columns] + column_bias[i % size.columns];
  }
  const Product product(size, a, b);
  Floats c(expected.size());
  Gemm work = product.gemm(c.data());
  work.row_bias = row_bias.data();
  work.column_bias = column_bias.data();
  gemm(work);
  EXPECT_EQ(c, expected);
}

TEST_P(GemmOn, GivesTheSameBitsHoweverItIsCut) {
  const Size size{41, 77, 300};
  const Floats a = fractions(size.rows * size.depth, 1);
  const Floats b = fractions(size.depth * size.columns, 2);
  const Product product(size, a, b);
  Floats whole(static_cast<size_t>(size.rows * size.columns));
  gemm(product.gemm(whole.data()));
  Floats cut(whole.size());
  for (int64_t row = 0; row < size.rows; row += kRowPanel) {
    for (int64_t column = 0; column < size.columns; column += 2 * kColumnPanel) {
      for (int64_t k = 0; k < size.depth; k += 97) {
        Gemm part = product.gemm(cut.data() + row * size.columns + column);
        part.rows = std::min(kRowPanel, size.rows - row);
        part.columns = std::min(2 * kColumnPanel, size.columns - column);
        part.depth = std::min<int64_t>(97, size.depth - k);
        part.a = product.a().at(row, k);
        part.b = product.b().at(k, column);
        part.accumulates = k > 0;
        gemm(part);
      }
    }
  }
  EXPECT_EQ(cut, whole);
}

TEST_P(GemmOn, GivesTheSameBitsForOneRowAndForMany) {
  const Size size{25, 150, 64};
  const Floats a = fractions(size.rows * size.depth, 1);
  const Product product(size, a, fractions(size.depth * size.columns, 2));
  Floats whole(static_cast<size_t>(size.rows * size.columns));
  gemm(product.gemm(whole.data()));
  for (int64_t row = 0; row < size.rows; ++row) {
    Floats alone(static_cast<size_t>(size.columns));
    Gemm part = product.gemm(alone.data());
    part.rows = 1;
    part.a = RowPanels::in_place(a.data() + row * size.depth, size.depth, 1);
    gemm(part);
    const Floats expected(whole.begin() + row * size.columns,
                          whole.begin() + (row + 1) * size.columns);
    ASSERT_EQ(alone, expected) << "row " << row;
  }
}

TEST_P(GemmOn, OfNoDepthIsTheBias) {
  const Floats bias{1, 2, 3};
  Floats c(9, -1.0F);
  Gemm work{.rows = 3, .columns = 3, .c = c.data(), .c_stride = 3};
  work.row_bias = bias.data();
  gemm(work);
  EXPECT_EQ(c, (Floats{1, 1, 1, 2, 2, 2, 3, 3, 3}));
}

INGOT_ON_ALL_LEVELS(GemmOn);

}  // namespace
}  // namespace ingot::backend::cpu::kernels
