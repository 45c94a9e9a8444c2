#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "backend/cuda/cudnn.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda::cudnn {

/// Throws Error kInvalidArgument, for the numbers may come from a foreign plan.
inline void check_status(const char* what, Status status) {
  require(status == 0, ErrorCode::kInvalidArgument,
          [&] { return str("cuDNN refuses ", what, " with status ", status); });
}

/// How attributes name the type of a value.
template <class T>
inline constexpr ValueType kTypeOf = ValueType::kInt64;
template <>
inline constexpr ValueType kTypeOf<Handle> = ValueType::kHandle;
template <>
inline constexpr ValueType kTypeOf<ElementType> = ValueType::kElementType;
template <>
inline constexpr ValueType kTypeOf<bool> = ValueType::kBool;
template <>
inline constexpr ValueType kTypeOf<float> = ValueType::kFloat;
template <>
inline constexpr ValueType kTypeOf<ConvolutionMode> = ValueType::kConvolutionMode;
template <>
inline constexpr ValueType kTypeOf<HeuristicsMode> = ValueType::kHeuristicsMode;
template <>
inline constexpr ValueType kTypeOf<PointwiseMode> = ValueType::kPointwiseMode;
template <>
inline constexpr ValueType kTypeOf<KnobType> = ValueType::kKnobType;
template <>
inline constexpr ValueType kTypeOf<NumericalNote> = ValueType::kNumericalNote;

/// Owns one of the library's descriptors. Functions throw Error kInvalidArgument where the library
/// refuses.
class Descriptor {
 public:
  explicit Descriptor(Kind kind) {
    check_status("a descriptor", functions().create_descriptor(kind, &pointer_));
  }
  Descriptor(Descriptor&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~Descriptor() {
    if (pointer_ != nullptr) functions().destroy_descriptor(pointer_);
  }

  Pointer pointer() const { return pointer_; }

  template <class T>
  void set(Attribute attribute, std::span<const T> values, ValueType type = kTypeOf<T>) {
    check_status("an attribute",
                 functions().set(pointer_, attribute, type, static_cast<int64_t>(values.size()),
                                 values.data()));
  }
  template <class T>
  void set(Attribute attribute, const T& value, ValueType type = kTypeOf<T>) {
    set(attribute, std::span(&value, 1), type);
  }
  void set(Attribute attribute, const Descriptor& value) {
    set(attribute, value.pointer_, ValueType::kDescriptor);
  }

  void finalize(const char* what) { check_status(what, functions().finalize(pointer_)); }

  template <class T>
  T get(Attribute attribute, ValueType type = kTypeOf<T>) const {
    T value{};
    int64_t count = 0;
    check_status("an attribute", functions().get(pointer_, attribute, type, 1, &count, &value));
    return value;
  }
  template <class T>
  std::vector<T> get_all(Attribute attribute) const {
    std::array<T, 32> values{};
    int64_t count = 0;
    check_status("an attribute", functions().get(pointer_, attribute, kTypeOf<T>, values.size(),
                                                 &count, values.data()));
    return {values.begin(), values.begin() + std::min<int64_t>(count, values.size())};
  }
  /// The first of the descriptors that it holds, up to `most`.
  std::vector<Descriptor> get_descriptors(Attribute attribute, Kind kind, int64_t most) const {
    std::vector<Descriptor> descriptors;
    std::vector<Pointer> pointers;
    for (int64_t i = 0; i < most; ++i) {
      pointers.push_back(descriptors.emplace_back(kind).pointer());
    }
    int64_t count = 0;
    check_status("an attribute", functions().get(pointer_, attribute, ValueType::kDescriptor, most,
                                                 &count, pointers.data()));
    descriptors.erase(descriptors.begin() + std::min(count, most), descriptors.end());
    return descriptors;
  }

 private:
  Pointer pointer_ = nullptr;
};

}  // namespace ingot::backend::cuda::cudnn
