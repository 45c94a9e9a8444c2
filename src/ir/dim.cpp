#include "ir/dim.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {

struct Dim::Atom {
  enum class Kind { kSymbol, kFloorDiv, kMax, kMin };
  Kind kind;
  std::string text;  ///< printed form; two atoms are equal when their texts are
  Dim left, right;
};

struct Dim::Term {
  int64_t coefficient;
  std::vector<std::shared_ptr<const Atom>> factors;  ///< sorted by text

  std::string key() const {
    std::string key;
    for (const auto& factor : factors) key += (key.empty() ? "" : "*") + factor->text;
    return key;
  }
};

namespace {

using Kind = Dim::Atom::Kind;

// Hostile graphs could otherwise grow expressions without end.
constexpr size_t kMaxTerms = 64;
constexpr size_t kMaxFactors = 32;
constexpr size_t kMaxText = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_character(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != 0x7F &&
         std::string_view("+-*/(),[]").find(c) == std::string_view::npos;
}

[[noreturn]] void overflow() {
  throw Error(ErrorCode::kInvalidArgument, "an extent does not fit into 64 bits");
}

int64_t checked_add(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) overflow();
  return sum;
}

int64_t checked_mul(int64_t a, int64_t b) {
  int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) overflow();
  return product;
}

int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b != 0 && a < 0 ? 1 : 0); }

int64_t remainder_above_zero(int64_t a, int64_t b) { return a % b < 0 ? a % b + b : a % b; }

/// a / b as a term when it divides without remainder for every value of the symbols.
std::optional<Dim::Term> divide_exactly(const Dim::Term& a, const Dim::Term& b) {
  if (b.coefficient == 0) return std::nullopt;
  // The remainder of INT64_MIN / -1 is not computable.
  const bool negates = b.coefficient == -1;
  if (!negates && a.coefficient % b.coefficient != 0) return std::nullopt;
  Dim::Term quotient{negates ? checked_mul(a.coefficient, -1) : a.coefficient / b.coefficient,
                     a.factors};
  for (const auto& factor : b.factors) {
    const auto found =
        std::find_if(quotient.factors.begin(), quotient.factors.end(),
                     [&](const auto& candidate) { return candidate->text == factor->text; });
    if (found == quotient.factors.end()) return std::nullopt;
    quotient.factors.erase(found);
  }
  return quotient;
}

/// Recursive descent over: sum := product (('+'|'-') product)*, product := factor (('*'|'/')
/// factor)*, factor := number | name | name '(' sum ',' sum ')' | '(' sum ')' | '-' factor.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Dim parse() {
    const Dim dim = sum();
    if (position_ != text_.size()) fail("an operator or the end");
    return dim;
  }

 private:
  static constexpr int kMaxDepth = 64;

  [[noreturn]] void fail(std::string_view expected) const {
    throw Error(ErrorCode::kInvalidArgument,
                str("extent '", text_, "', character ", position_ + 1, ": expected ", expected));
  }
  char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  bool take(char expected) {
    if (peek() != expected) return false;
    ++position_;
    return true;
  }
  void expect(char expected) {
    if (!take(expected)) fail(str("'", expected, "'"));
  }

  Dim sum() {
    if (++depth_ > kMaxDepth) fail("fewer than 64 nested parentheses");
    Dim left = product();
    while (true) {
      if (take('+')) {
        left = left + product();
      } else if (take('-')) {
        left = left - product();
      } else {
        --depth_;
        return left;
      }
    }
  }

  Dim product() {
    Dim left = factor();
    while (true) {
      if (take('*')) {
        left = left * factor();
      } else if (take('/')) {
        left = floor_div(left, factor());
      } else {
        return left;
      }
    }
  }

  Dim factor() {
    if (take('(')) {
      const Dim inner = sum();
      expect(')');
      return inner;
    }
    if (take('-')) {
      if (++depth_ > kMaxDepth) fail("fewer than 64 nested signs");
      const Dim negative = Dim(0) - factor();
      --depth_;
      return negative;
    }
    if (is_digit(peek())) return number();
    return name();
  }

  Dim number() {
    int64_t value = 0;
    while (is_digit(peek())) {
      value = checked_add(checked_mul(value, 10), text_[position_++] - '0');
    }
    return value;
  }

  Dim name() {
    const size_t begin = position_;
    while (is_name_character(peek())) ++position_;
    const std::string_view word = text_.substr(begin, position_ - begin);
    if (word.empty()) fail("a number, a name or '('");
    if (!take('(')) return Dim::symbol(word);
    const Dim left = sum();
    expect(',');
    const Dim right = sum();
    expect(')');
    if (word == "max") return max(left, right);
    if (word == "min") return min(left, right);
    fail("max or min");
  }

  std::string_view text_;
  size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

Dim Dim::of(Terms terms) {
  std::sort(terms.begin(), terms.end(),
            [](const Term& a, const Term& b) { return a.key() < b.key(); });
  Terms merged;
  for (auto& term : terms) {
    if (!merged.empty() && merged.back().key() == term.key()) {
      merged.back().coefficient = checked_add(merged.back().coefficient, term.coefficient);
    } else {
      merged.push_back(std::move(term));
    }
  }
  require(merged.size() <= kMaxTerms, ErrorCode::kInvalidArgument,
          [] { return str("an extent has more than ", kMaxTerms, " terms"); });
  std::erase_if(merged, [](const Term& term) { return term.coefficient == 0; });
  if (merged.empty()) return 0;
  if (merged.size() == 1 && merged[0].factors.empty()) return merged[0].coefficient;
  Dim dim;
  dim.terms_ = std::make_shared<const Terms>(std::move(merged));
  return dim;
}

Dim Dim::of_atom(Atom atom) {
  require(atom.text.size() <= kMaxText, ErrorCode::kInvalidArgument,
          [] { return str("an extent's expression is longer than ", kMaxText, " characters"); });
  return of({{1, {std::make_shared<const Atom>(std::move(atom))}}});
}

Dim::Terms Dim::terms() const {
  if (terms_) return *terms_;
  if (value_ == 0) return {};
  return {{value_, {}}};
}

Dim Dim::symbol(std::string_view name) {
  require(!name.empty() && !is_digit(name[0]) && std::ranges::all_of(name, is_name_character),
          ErrorCode::kInvalidArgument, [&] {
            return str("'", name,
                       "' cannot name an extent; use letters, digits after the first "
                       "place, and none of + - * / ( ) , [ ] or spaces");
          });
  return of_atom({Kind::kSymbol, std::string(name), {}, {}});
}

Dim Dim::parse(std::string_view text) { return Parser(text).parse(); }

int64_t Dim::value() const {
  require(is_known(), ErrorCode::kInvalidState,
          [&] { return str("extent ", to_string(), " is not known yet; set the input shapes"); });
  return value_;
}

bool Dim::is_symbol() const {
  return terms_ && terms_->size() == 1 && (*terms_)[0].coefficient == 1 &&
         (*terms_)[0].factors.size() == 1 && (*terms_)[0].factors[0]->kind == Kind::kSymbol;
}

const std::string& Dim::symbol_name() const { return (*terms_)[0].factors[0]->text; }

void Dim::collect_symbols(std::vector<std::string>& names) const {
  if (!terms_) return;
  for (const auto& term : *terms_) {
    for (const auto& factor : term.factors) {
      if (factor->kind == Kind::kSymbol) {
        names.push_back(factor->text);
      } else {
        factor->left.collect_symbols(names);
        factor->right.collect_symbols(names);
      }
    }
  }
}

Dim Dim::bind(const Bindings& bindings) const {
  if (!terms_) return *this;
  const auto bind_atom = [&](const std::shared_ptr<const Atom>& atom) -> Dim {
    const Dim left = atom->left.bind(bindings);
    const Dim right = atom->right.bind(bindings);
    switch (atom->kind) {
      case Kind::kFloorDiv: return floor_div(left, right);
      case Kind::kMax: return max(left, right);
      case Kind::kMin: return min(left, right);
      case Kind::kSymbol: break;
    }
    const auto found = bindings.find(atom->text);
    return found == bindings.end() ? of({{1, {atom}}}) : Dim(found->second);
  };
  Dim sum = 0;
  for (const auto& term : *terms_) {
    Dim product = term.coefficient;
    for (const auto& factor : term.factors) product = product * bind_atom(factor);
    sum = sum + product;
  }
  return sum;
}

std::string Dim::to_string() const {
  if (!terms_) return std::to_string(value_);
  std::string text;
  for (const auto& term : *terms_) {
    const std::string key = term.key();
    if (key.empty()) continue;
    const int64_t coefficient = term.coefficient;
    if (coefficient < 0) {
      text += "-";
    } else if (!text.empty()) {
      text += "+";
    }
    if (coefficient != 1 && coefficient != -1) {
      const std::string digits = std::to_string(coefficient);
      text += (coefficient < 0 ? digits.substr(1) : digits) + "*";
    }
    text += key;
  }
  for (const auto& term : *terms_) {
    if (!term.factors.empty()) continue;
    text += (term.coefficient < 0 ? "" : "+") + std::to_string(term.coefficient);
  }
  return text;
}

Dim operator+(const Dim& a, const Dim& b) {
  if (a.is_known() && b.is_known()) return checked_add(a.value_, b.value_);
  Dim::Terms terms = a.terms();
  for (auto& term : b.terms()) terms.push_back(std::move(term));
  return Dim::of(std::move(terms));
}

Dim operator-(const Dim& a, const Dim& b) { return a + Dim(-1) * b; }

Dim operator*(const Dim& a, const Dim& b) {
  if (a.is_known() && b.is_known()) return checked_mul(a.value_, b.value_);
  Dim::Terms terms;
  for (const auto& left : a.terms()) {
    for (const auto& right : b.terms()) {
      Dim::Term term{checked_mul(left.coefficient, right.coefficient), left.factors};
      term.factors.insert(term.factors.end(), right.factors.begin(), right.factors.end());
      require(term.factors.size() <= kMaxFactors, ErrorCode::kInvalidArgument,
              [] { return str("an extent multiplies more than ", kMaxFactors, " symbols"); });
      std::sort(term.factors.begin(), term.factors.end(),
                [](const auto& x, const auto& y) { return x->text < y->text; });
      terms.push_back(std::move(term));
    }
  }
  return Dim::of(std::move(terms));
}

Dim floor_div(const Dim& a, const Dim& b) {
  require(!b.is_known() || b.value_ > 0, ErrorCode::kInvalidArgument,
          [&] { return str("cannot divide extent ", a, " by ", b); });
  if (a.is_known() && b.is_known()) return divide_down(a.value_, b.value_);
  if (b == Dim(1)) return a;
  // floor((b·q + r) / b) = q + floor(r / b): what divides exactly leaves the division. By a number
  // every coefficient splits so and leaves 0…b−1: (H+5)/2 and (H+1)/2+2 take one form.
  const Dim::Terms divisor = b.terms();
  Dim quotient = 0;
  Dim rest = 0;
  for (const auto& term : a.terms()) {
    if (b.is_known()) {
      const int64_t whole = divide_down(term.coefficient, b.value_);
      quotient = quotient + Dim::of({{whole, term.factors}});
      rest = rest + Dim::of({{remainder_above_zero(term.coefficient, b.value_), term.factors}});
      continue;
    }
    const auto exact = divisor.size() == 1 ? divide_exactly(term, divisor[0]) : std::nullopt;
    Dim& target = exact ? quotient : rest;
    target = target + Dim::of({exact ? *exact : term});
  }
  // A rest that is a number lies in 0…b−1 when b is one.
  if (rest == Dim(0) || (rest.is_known() && b.is_known())) return quotient;
  const std::string text = str("(", rest, ")/(", b, ")");
  return quotient + Dim::of_atom({Kind::kFloorDiv, "(" + text + ")", rest, b});
}

Dim max(const Dim& a, const Dim& b) {
  if (a.is_known() && b.is_known()) return std::max(a.value_, b.value_);
  if (a == b) return a;
  return Dim::of_atom({Kind::kMax, str("max(", a, ",", b, ")"), a, b});
}

Dim min(const Dim& a, const Dim& b) {
  if (a.is_known() && b.is_known()) return std::min(a.value_, b.value_);
  if (a == b) return a;
  return Dim::of_atom({Kind::kMin, str("min(", a, ",", b, ")"), a, b});
}

bool operator==(const Dim& a, const Dim& b) {
  if (a.is_known() || b.is_known()) {
    return a.is_known() && b.is_known() && a.value_ == b.value_;
  }
  return a.to_string() == b.to_string();
}

}  // namespace ingot::ir
