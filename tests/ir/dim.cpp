#include "ir/dim.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {
namespace {

int64_t floor_of(int64_t a, int64_t b) {
  int64_t quotient = a / b;
  while (quotient * b > a) --quotient;
  while ((quotient + 1) * b <= a) ++quotient;
  return quotient;
}

struct Expression {
  Dim dim;
  int64_t value;
};

/// Random expressions with their values for given numbers of A, B and C.
class Expressions {
 public:
  explicit Expressions(uint32_t seed) : random_(seed) {
    for (const char* name : {"A", "B", "C"}) bindings_[name] = number(1, 9);
  }

  const Bindings& bindings() const { return bindings_; }
  int64_t number(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

  Expression make(int depth) {
    if (depth == 0) return leaf();
    const Expression a = make(depth - 1);
    const Expression b = make(static_cast<int>(number(0, depth - 1)));
    switch (number(0, 6)) {
      case 0: return {a.dim + b.dim, a.value + b.value};
      case 1: return {a.dim - b.dim, a.value - b.value};
      case 2: return {a.dim * leaf_of(b), a.value * last_};
      case 3: return {max(a.dim, b.dim), std::max(a.value, b.value)};
      case 4: return {min(a.dim, b.dim), std::min(a.value, b.value)};
      default: {
        const int64_t divisor = number(1, 5);
        if (number(0, 1) == 0) return {floor_div(a.dim, divisor), floor_of(a.value, divisor)};
        return {ceil_div(a.dim, divisor), -floor_of(-a.value, divisor)};
      }
    }
  }

  Expression leaf() {
    if (number(0, 2) == 0) {
      const int64_t value = number(-4, 12);
      return {value, value};
    }
    const std::string name(1, static_cast<char>('A' + number(0, 2)));
    return {Dim::symbol(name), bindings_.at(name)};
  }

 private:
  /// A leaf in place of `unused`, so that products stay small; its value is in last_.
  Dim leaf_of(const Expression& /*unused*/) {
    const Expression factor = leaf();
    last_ = factor.value;
    return factor.dim;
  }

  std::mt19937 random_;
  Bindings bindings_;
  int64_t last_ = 0;
};

TEST(Dim, AgreesWithPlainArithmetic) {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    Expressions expressions(seed);
    const Expression made = expressions.make(4);
    const Dim bound = made.dim.bind(expressions.bindings());
    ASSERT_TRUE(bound.is_known()) << made.dim;
    ASSERT_EQ(bound.value(), made.value) << "seed " << seed << ": " << made.dim;
  }
}

TEST(Dim, ReadsBackWhatItPrints) {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    const Dim dim = Expressions(seed).make(4).dim;
    const Dim again = Dim::parse(dim.to_string());
    ASSERT_EQ(again, dim) << "seed " << seed;
    ASSERT_EQ(again.to_string(), dim.to_string());
  }
}

TEST(Dim, BindsInAnyOrder) {
  for (uint32_t seed = 0; seed < 1000; ++seed) {
    Expressions expressions(seed);
    const Expression made = expressions.make(4);
    Dim step_by_step = made.dim;
    for (const auto& [name, value] : expressions.bindings()) {
      step_by_step = step_by_step.bind({{name, value}});
    }
    ASSERT_EQ(step_by_step, Dim(made.value)) << "seed " << seed << ": " << made.dim;
  }
}

TEST(Dim, EqualExpressionsAreEqual) {
  const auto equal = [](const char* a, const char* b) {
    EXPECT_EQ(Dim::parse(a), Dim::parse(b)) << a << " and " << b;
  };
  equal("N+1", "1+N");
  equal("(N+2)*(N-2)", "N*N-4");
  equal("(2*N+4)/2", "N+2");
  equal("(N*H*W)/(H*W)", "N");
  equal("N-N", "0");
  equal("(H+5)/2", "(H+1)/2+2");
  equal("(H-1)/2+1", "(H+1)/2");
  equal("(0-H)/2", "H/2-H");
  equal("(N*H+3*N)/N", "H+3");
  equal("max(N,N)", "N");
  equal("max(3,4)", "4");
}

TEST(Dim, DifferentExpressionsAreNot) {
  EXPECT_FALSE(Dim::parse("N") == Dim::parse("M"));
  EXPECT_FALSE(Dim::parse("N/2") == Dim::parse("(N+1)/2"));
  EXPECT_FALSE(Dim::parse("N") == Dim(1));
  EXPECT_FALSE(Dim::parse("max(N,M)") == Dim::parse("min(N,M)"));
}

TEST(Dim, Symbols) {
  const Dim n = Dim::symbol("data.0#2F");
  EXPECT_TRUE(n.is_symbol());
  EXPECT_EQ(n.symbol_name(), "data.0#2F");
  EXPECT_EQ(Dim::parse(n.to_string()), n);
  EXPECT_FALSE((n + 1).is_symbol());
  EXPECT_FALSE((n * 2).is_symbol());
  EXPECT_FALSE(Dim(2).is_symbol());
  EXPECT_EQ(Dim::symbol("max").to_string(), "max");
  for (const char* bad : {"", "1a", "a b", "a*b", "a+b", "a,b", "a]", "(a)", "a/b", "a-b", "a\n"}) {
    EXPECT_THROW(Dim::symbol(bad), Error) << bad;
  }
}

TEST(Dim, CollectsSymbols) {
  std::vector<std::string> names;
  Dim::parse("max(A,2*B)/C").collect_symbols(names);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"A", "B", "C"}));
}

std::string message_of(const std::string& text) {
  try {
    Dim::parse(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Dim, MistakesAreLocated) {
  EXPECT_EQ(message_of("N+"), "extent 'N+', character 3: expected a number, a name or '('");
  EXPECT_EQ(message_of("(N"), "extent '(N', character 3: expected ')'");
  EXPECT_EQ(message_of("N)"), "extent 'N)', character 2: expected an operator or the end");
  EXPECT_EQ(message_of("med(N,M)"), "extent 'med(N,M)', character 9: expected max or min");
  EXPECT_EQ(message_of("N/0"), "cannot divide extent N by 0");
  EXPECT_EQ(message_of("9223372036854775808"), "an extent does not fit into 64 bits");
}

TEST(Dim, HostileExpressionsAreRefused) {
  EXPECT_THROW(Dim::parse(std::string(100000, '(')), Error);
  EXPECT_THROW(Dim::parse(std::string(100000, '-') + "1"), Error);
  EXPECT_THROW(Dim::parse("9223372036854775807*N*9223372036854775807"), Error);
  // INT64_MIN divided by -1.
  EXPECT_THROW(Dim::parse("(0-9223372036854775807*N-N)/(0-N)"), Error);
  std::string many = "a";
  for (int i = 0; i < 100; ++i) many += str("+a", i);
  EXPECT_THROW(Dim::parse(many), Error);
  Dim power = Dim::symbol("N");
  EXPECT_THROW(
      {
        for (int i = 0; i < 60; ++i) power = power * power;
      },
      Error);
  Dim nested = Dim::symbol("N");
  EXPECT_THROW(
      {
        for (int i = 0; i < 60; ++i) nested = max(nested, nested + 1);
      },
      Error);
}

TEST(Dim, UnknownHasNoNumber) {
  EXPECT_THROW(Dim::symbol("N").value(), Error);
  EXPECT_EQ(Dim(7).value(), 7);
  EXPECT_THROW(floor_div(Dim(4), Dim::symbol("N")).bind({{"N", 0}}), Error);
  EXPECT_EQ(floor_div(Dim(-7), 2).value(), -4);
}

}  // namespace
}  // namespace ingot::ir
