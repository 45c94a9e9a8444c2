#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/field.h"
#include "ir/tensor.h"

namespace ingot::ir {

/// What infer knows of one input.
struct InputInfo {
  TensorType type;
  const Tensor* constant = nullptr;  ///< its elements, when they are fixed
};

using Inputs = std::span<const InputInfo>;
using ConstTensors = std::span<const ConstTensorView>;
using Tensors = std::span<const TensorView>;

template <>
struct EnumNames<DataType> {
  static constexpr std::array<std::string_view, 8> names{"f32", "f16", "bf16", "i8",
                                                         "u8",  "i32", "i64",  "bool"};
};

/// How far a computation may lie from the reference.
enum class Accuracy : uint8_t {
  kExact,           ///< moves or compares data: same bits
  kRounding,        ///< one or two roundings an element
  kTranscendental,  ///< exp, log, tanh … and what is made of them
  kAccumulation,    ///< sums over many products: error grows with their number
};

struct Traits {
  /// The output is the input's bytes under another shape.
  bool view = false;
  /// Output element i depends on element i of each input alone (after broadcast).
  bool pointwise = false;
  /// The output is the input: the one operator that copies between formats are steps of.
  bool identity = false;
  /// The output is the input in another type.
  bool conversion = false;
};

/// How the inputs of an operator make its output.
enum class Joining : uint8_t {
  kNone,    ///< by computation
  kBytes,   ///< its bytes are theirs, one after another
  kPixels,  ///< the channels lie last: those of each of its pixels are theirs, one after another
};

/// An operator: its name, its attributes' fields, and the free functions of its file in src/ops.
struct OpDef {
  std::string_view name;
  int version = 1;
  std::vector<Field> fields;

  /// Output types from input types, over numbers and symbols alike. Throws Error with what was
  /// expected and what came.
  std::function<std::vector<TensorType>(const void* attributes, Inputs)> infer;
  /// The plain computation that all else is held against; output types are those of infer.
  std::function<void(const void* attributes, ConstTensors, Tensors)> reference;

  /// How it joins inputs of these known types and formats. None: never.
  std::function<Joining(const void* attributes, std::span<const TensorType>)> joins;

  Traits traits;
  Accuracy accuracy = Accuracy::kRounding;

  std::function<std::shared_ptr<void>()> make_default;
  std::function<std::shared_ptr<void>(const void* attributes)> clone;
};

/// The definition with that name; null when there is none.
const OpDef* find_op(std::string_view name);
/// As find_op; throws Error kUnsupported.
const OpDef& get_op(std::string_view name);
/// All, by name.
std::vector<const OpDef*> all_ops();

/// Registers a definition for the life of the program; used through Register.
void register_op(OpDef def);

struct Tail;

/// A longer tail is no operator of ours: it comes from a damaged file.
inline constexpr size_t kMaxTailInputs = 8;

/// An operator with its attributes, and with what is applied to its result on the way to memory
/// (its epilogue): copyable, comparable, printable. Inputs are the operator's own, then those that
/// the tails read beside the result, in the order of the tails.
class Op {
 public:
  /// `T` is the attribute struct of an operator: `Op(Softmax{.axis = 1})`.
  template <class T>
  requires requires { T::kName; }
  explicit Op(T attributes)
      : def_(&get_op(T::kName)), attributes_(std::make_shared<const T>(std::move(attributes))) {}
  /// From saved fields; fields not named keep their defaults. Throws Error on unknown names.
  Op(const OpDef& def, std::span<const std::pair<std::string, FieldValue>> fields);

  const OpDef& def() const { return *def_; }
  std::string_view name() const { return def_->name; }

  /// The attributes as `T`; null when this is another operator.
  template <class T>
  const T* as() const {
    return def_->name == T::kName ? static_cast<const T*>(attributes_.get()) : nullptr;
  }
  template <class T>
  bool is() const {
    return as<T>() != nullptr;
  }

  FieldValue get(const Field& field) const { return field.get(attributes_.get()); }

  std::span<const Tail> epilogue() const;
  /// This operator with one tail more, of at most kMaxTailInputs inputs and without tails itself.
  Op then(Tail tail) const;
  /// This operator without its epilogue.
  Op without_epilogue() const;
  /// Inputs that the tails read beside the result.
  size_t num_tail_inputs() const;
  /// The class of the operator, or that of a tail that lies further off.
  Accuracy accuracy() const;

  /// As OpDef::joins.
  Joining joins(std::span<const TensorType> inputs) const {
    return def_->joins && epilogue_.empty() ? def_->joins(attributes_.get(), inputs)
                                            : Joining::kNone;
  }
  /// As OpDef::infer, the error's context naming the operator. A tail must keep the type.
  std::vector<TensorType> infer(Inputs inputs) const;
  void reference(ConstTensors inputs, Tensors outputs) const;

  friend bool operator==(const Op& a, const Op& b);

 private:
  size_t num_own_inputs(size_t num_inputs) const;

  const OpDef* def_;
  std::shared_ptr<const void> attributes_;
  std::vector<Tail> epilogue_;
};

/// An operator with one output, one of whose inputs is the result of what comes before it.
struct Tail {
  Op op;
  size_t result = 0;      ///< which of its inputs that is
  size_t num_inputs = 1;  ///< with the result

  friend bool operator==(const Tail&, const Tail&) = default;
};

/// The operator with the trait `identity`.
Op identity_op();

inline std::span<const Tail> Op::epilogue() const { return epilogue_; }

/// `softmax {axis = 1}`; fields at their defaults are left out. Tails follow, with _ for the result
/// and * for a further input: `convolution | elementwise (_, *) | activation (_)`.
std::string to_string(const Op& op);

/// The parts of an OpDef that an operator's file gives; types are the attribute struct's.
template <class T>
struct OpFunctions {
  std::vector<TensorType> (*infer)(const T&, Inputs);
  void (*reference)(const T&, ConstTensors, Tensors);
  Traits traits = {};
  Accuracy accuracy = Accuracy::kRounding;
  int version = 1;
  Joining (*joins)(const T&, std::span<const TensorType>) = nullptr;
};

/// `const ir::Register<Softmax> registration({.infer = infer, .reference = reference});` at
/// namespace scope of the operator's file. `T` has `kName` and a static `fields()`.
template <class T>
struct Register {
  explicit Register(OpFunctions<T> functions) {
    register_op({
        .name = T::kName,
        .version = functions.version,
        .fields = T::fields(),
        .infer = [run = functions.infer](const void* attributes,
                                         Inputs inputs) { return run(*typed(attributes), inputs); },
        .reference = [run = functions.reference](const void* attributes, ConstTensors in,
                                                 Tensors out) { run(*typed(attributes), in, out); },
        .joins = joins_of(functions.joins),
        .traits = functions.traits,
        .accuracy = functions.accuracy,
        .make_default = [] { return std::make_shared<T>(); },
        .clone = [](const void* attributes) { return std::make_shared<T>(*typed(attributes)); },
    });
  }

 private:
  static decltype(OpDef::joins) joins_of(decltype(OpFunctions<T>::joins) joins) {
    if (joins == nullptr) return {};
    return [joins](const void* attributes, std::span<const TensorType> inputs) {
      return joins(*typed(attributes), inputs);
    };
  }
  static const T* typed(const void* attributes) { return static_cast<const T*>(attributes); }
};

}  // namespace ingot::ir
