#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ingot::ir {

/// Numbers for symbols, by name.
using Bindings = std::map<std::string, int64_t, std::less<>>;

/// One extent of a tensor: a number, or an expression over symbols such as "(H+1)/2" that becomes
/// a number when its symbols are bound. Expressions are kept in a normal form, so equal ones
/// compare equal: a sum of products whose factors are symbols, floor divisions, max and min.
class Dim {
 public:
  Dim(int64_t value = 0) : value_(value) {}  // NOLINT: a number is an extent
  /// Throws Error kInvalidArgument on a name that is empty, starts with a digit, or has a space or
  /// one of + - * / ( ) , [ ] in it.
  static Dim symbol(std::string_view name);
  /// Reads what to_string writes. Throws Error kInvalidArgument with the place of the mistake.
  static Dim parse(std::string_view text);

  bool is_known() const { return !terms_; }
  /// The number; throws Error kInvalidState while symbols are unbound.
  int64_t value() const;
  /// Whether this is a symbol by itself; then `symbol_name` is its name.
  bool is_symbol() const;
  const std::string& symbol_name() const;
  /// Adds the names of all symbols in this expression.
  void collect_symbols(std::vector<std::string>& names) const;

  /// Replaces the symbols that `bindings` names.
  Dim bind(const Bindings& bindings) const;

  std::string to_string() const;

  friend Dim operator+(const Dim& a, const Dim& b);
  friend Dim operator-(const Dim& a, const Dim& b);
  friend Dim operator*(const Dim& a, const Dim& b);
  /// Rounds towards minus infinity. Throws on a division by a number below 1.
  friend Dim floor_div(const Dim& a, const Dim& b);
  friend Dim ceil_div(const Dim& a, const Dim& b) { return floor_div(a + b - 1, b); }
  friend Dim max(const Dim& a, const Dim& b);
  friend Dim min(const Dim& a, const Dim& b);
  friend bool operator==(const Dim& a, const Dim& b);

  struct Atom;  ///< a symbol, floor_div, max or min
  struct Term;  ///< coefficient × atoms
  using Terms = std::vector<Term>;

 private:
  static Dim of(Terms terms);
  static Dim of_atom(Atom atom);
  Terms terms() const;

  int64_t value_ = 0;
  std::shared_ptr<const Terms> terms_;
};

inline std::ostream& operator<<(std::ostream& out, const Dim& dim) {
  return out << dim.to_string();
}

}  // namespace ingot::ir
