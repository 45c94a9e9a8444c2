#include "api/tensor.h"

#include <cmath>
#include <limits>

#include "api/convert.h"
#include "api/lowering.h"
#include "api/network.h"
#include "api/no_dims.h"
#include "api/symbols.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

constexpr auto kLinear = 1U << static_cast<uint32_t>(nvinfer1::TensorFormat::kLINEAR);
constexpr auto kAllFormats = (1U << nvinfer1::EnumMax<nvinfer1::TensorFormat>()) - 1;

}  // namespace

Tensor::Tensor(Network& network, std::string name, nvinfer1::DataType type,
               std::vector<int64_t> dimensions)
    : network_(network), name_(std::move(name)), type_(type), dimensions_(std::move(dimensions)) {}

Tensor::Tensor(Network& network, std::string name, const Layer& producer, size_t index)
    : network_(network), name_(std::move(name)), producer_(&producer), index_(index) {}

template <class Edit>
void Tensor::change(const char* where, Edit&& edit) {
  guard_void(network_.reporter(), where, [&] {
    with_context([&] { return str("tensor '", name_, "'"); }, edit);
    network_.invalidate_readers(*this);
  });
}

bool Tensor::isNetworkOutput() const { return network_.is_output(*this); }

bool Tensor::is_input_or_output() const { return isNetworkInput() || isNetworkOutput(); }

void Tensor::setName(const char* name) {
  change("ITensor::setName", [&] {
    require(name != nullptr, ErrorCode::kInvalidArgument,
            [] { return std::string("the new name is null"); });
    if (isNetworkInput()) network_.check_input_name(this, name);
    name_ = name;
  });
}

std::vector<int64_t> Tensor::checked_dimensions(const Network& network, const Dims& dimensions) {
  std::vector<int64_t> extents = extents_of(dimensions);
  const bool allows_unknown = !network.options().implicit_batch;
  for (const int64_t extent : extents) {
    require(extent > 0 || (extent == -1 && allows_unknown), ErrorCode::kInvalidArgument, [&] {
      return str("dimensions [", join(extents, ","), "]: expected positive extents",
                 allows_unknown ? ", or -1 for those given at run time"
                                : "; -1 needs a network with explicit batch");
    });
  }
  return extents;
}

void Tensor::setDimensions(const Dims& dimensions) {
  change("ITensor::setDimensions", [&] {
    require(isNetworkInput(), ErrorCode::kInvalidArgument, [] {
      return std::string("only a network input has dimensions to set; others follow from it");
    });
    dimensions_ = checked_dimensions(network_, dimensions);
  });
}

nvinfer1::Dims Tensor::getDimensions() const {
  return guard(network_.reporter(), "ITensor::getDimensions", no_dims(), [&] {
    if (isNetworkInput()) return dims_of(dimensions_);
    const auto type = inner_type();
    if (!type) return no_dims();
    const auto hidden = network_.options().implicit_batch ? 1 : 0;
    return with_context(
        [&] { return str("tensor '", name_, "'"); },
        [&] { return dims_of(ir::Shape(type->shape.begin() + hidden, type->shape.end())); });
  });
}

void Tensor::setType(nvinfer1::DataType type) {
  change("ITensor::setType", [&] {
    data_type_of(type);
    require(isNetworkInput() || !network_.options().strongly_typed || type == getType(),
            ErrorCode::kInvalidArgument, [&] {
              return str("the type ", name_of(getType()),
                         " follows from the inputs of a strongly typed network; convert it to ",
                         name_of(type), " with an identity layer");
            });
    type_ = type;
  });
}

std::optional<nvinfer1::DataType> Tensor::stated_type() const {
  if (type_ && is_input_or_output()) return type_;
  return producer_->wished_type(index_);
}

nvinfer1::DataType Tensor::getType() const {
  if (const auto stated = stated_type()) return *stated;
  return guard(network_.reporter(), "ITensor::getType", nvinfer1::DataType::kFLOAT, [&] {
    const auto type = inner_type();
    return type ? data_type_of(type->data_type) : nvinfer1::DataType::kFLOAT;
  });
}

ir::TensorType Tensor::input_type() const {
  ir::TensorType type{data_type_of(*type_), {}};
  if (network_.options().implicit_batch) {
    type.shape.push_back(is_broadcast_ ? ir::Dim(1) : batch_symbol());
  }
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    const auto named = dimension_names_.find(i);
    if (dimensions_[i] != -1) {
      type.shape.emplace_back(dimensions_[i]);
    } else if (named != dimension_names_.end()) {
      type.shape.push_back(named_symbol(named->second));
    } else {
      type.shape.push_back(axis_symbol(name_, i));
    }
  }
  return type;
}

std::optional<ir::TensorType> Tensor::inner_type() const {
  if (isNetworkInput()) {
    ir::TensorType type = input_type();
    type.data_type = api::inner_type(*type_, network_.options().strongly_typed);
    return type;
  }
  const auto* types = network_.infer(*producer_);
  if (types == nullptr) return std::nullopt;
  return types->at(index_);
}

bool Tensor::setDynamicRange(float min, float max) {
  return guard(network_.reporter(), "ITensor::setDynamicRange", false, [&] {
    require(
        std::isfinite(min) && std::isfinite(max) && min <= max, ErrorCode::kInvalidArgument, [&] {
          return str("tensor '", name_, "': expected finite min <= max, got ", min, " and ", max);
        });
    dynamic_range_ = {min, max};
    return true;
  });
}

float Tensor::getDynamicRangeMin() const {
  return dynamic_range_ ? dynamic_range_->first : std::numeric_limits<float>::quiet_NaN();
}

float Tensor::getDynamicRangeMax() const {
  return dynamic_range_ ? dynamic_range_->second : std::numeric_limits<float>::quiet_NaN();
}

double Tensor::int8_scale() const {
  if (!dynamic_range_) return 1;
  const double largest =
      std::max(std::abs(dynamic_range_->first), std::abs(dynamic_range_->second));
  return largest == 0 ? 1 : largest / 127;
}

void Tensor::setBroadcastAcrossBatch(bool broadcastAcrossBatch) {
  change("ITensor::setBroadcastAcrossBatch", [&] {
    require(isNetworkInput(), ErrorCode::kInvalidArgument,
            [] { return std::string("only a network input can be shared by the batch"); });
    is_broadcast_ = broadcastAcrossBatch && network_.options().implicit_batch;
  });
}

void Tensor::setLocation(nvinfer1::TensorLocation location) {
  guard_void(network_.reporter(), "ITensor::setLocation", [&] {
    require(location == nvinfer1::TensorLocation::kDEVICE, ErrorCode::kUnsupported, [&] {
      return str("tensor '", name_, "': only a shape tensor can lie in host memory");
    });
  });
}

void Tensor::setAllowedFormats(nvinfer1::TensorFormats formats) {
  guard_void(network_.reporter(), "ITensor::setAllowedFormats", [&] {
    require(formats != 0 && (formats & ~kAllFormats) == 0, ErrorCode::kInvalidArgument,
            [&] { return str("tensor '", name_, "': ", formats, " is no set of formats"); });
    formats_ = formats;
  });
}

nvinfer1::TensorFormats Tensor::getAllowedFormats() const {
  return formats_.value_or(is_input_or_output() ? kLinear : kAllFormats);
}

void Tensor::check_formats() const {
  require((getAllowedFormats() & kLinear) != 0, ErrorCode::kUnsupported, [&] {
    return str("tensor '", name_, "': allow the format kLINEAR; inputs and outputs have no other");
  });
}

void Tensor::setDimensionName(int32_t index, const char* name) {
  change("ITensor::setDimensionName", [&] {
    require(isNetworkInput(), ErrorCode::kInvalidArgument,
            [] { return std::string("only dimensions of a network input have names"); });
    require(index >= 0 && static_cast<size_t>(index) < dimensions_.size(),
            ErrorCode::kInvalidArgument, [&] { return str("there is no dimension ", index); });
    if (name == nullptr || *name == '\0') {
      dimension_names_.erase(static_cast<size_t>(index));
    } else {
      dimension_names_[static_cast<size_t>(index)] = name;
    }
  });
}

const char* Tensor::getDimensionName(int32_t index) const {
  if (index < 0) return nullptr;
  const auto found = dimension_names_.find(static_cast<size_t>(index));
  return found == dimension_names_.end() ? nullptr : found->second.c_str();
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
