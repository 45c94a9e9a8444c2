#include "caffe/layer.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

void Layer::expect(int bottom_count, int top_count) const {
  require(bottoms() == bottom_count && tops() == top_count, ErrorCode::kInvalidArgument, [&] {
    return str("has ", bottoms(), " bottoms and ", tops(), " tops; expected ", bottom_count,
               " and ", top_count);
  });
}

nvinfer1::ITensor& Layer::bottom(int index) const { return *blob(index).tensor; }

int Layer::rank(int index) const { return blob(index).rank; }

Shape Layer::shape(int index) const { return conversion_.shape_of(blob(index)); }

int64_t Layer::channels() const {
  require(rank() >= 2, ErrorCode::kInvalidArgument, [&] {
    return str("bottom '", parameter_.bottom(0), "' has no channels (axis 1); it has ", rank(),
               " axes");
  });
  return shape()[1];
}

int Layer::axis(int counted) const { return canonical_axis(counted, rank()); }

int Layer::tensor_axis(int counted) const {
  if (!conversion_.implicit_batch()) return counted;
  require(counted > 0, ErrorCode::kUnsupported, [] {
    return "works along the batch (axis 0), which a network of implicit batch does not allow; "
           "create the network with kEXPLICIT_BATCH";
  });
  return counted - 1;
}

void Layer::set_top(nvinfer1::ITensor& tensor, int top_rank, int top) {
  require(top < tops(), ErrorCode::kInvalidArgument,
          [&] { return str("has ", tops(), " tops; top ", top, " is missing"); });
  const std::string& name = parameter_.top(top);
  const auto& names = parameter_.bottom();
  const bool in_place = std::find(names.begin(), names.end(), name) != names.end();
  require(in_place || !conversion_.blobs().contains(name), ErrorCode::kInvalidArgument,
          [&] { return str("top '", name, "' is already a top of a layer above"); });
  conversion_.set_blob(name, {&tensor, top_rank});
}

void Layer::forward(int top) {
  if (top < tops() && parameter_.top(top) == parameter_.bottom(0)) return;
  set_top(output(network().addIdentity(bottom())), rank(), top);
}

std::span<const float> Layer::values(int index, const Shape& shape, RandomRange range) const {
  return conversion_.weights().blob(parameter_.name(), index, shape, range);
}

nvinfer1::Weights Layer::weights(int index, const Shape& shape, RandomRange range) const {
  return conversion_.encode(values(index, shape, range));
}

nvinfer1::Weights Layer::weights(std::vector<float> own) const {
  return conversion_.encode(conversion_.weights().keep(std::move(own)));
}

nvinfer1::ITensor& Layer::output(nvinfer1::ILayer* added, const char* part) const {
  const auto check = [&](bool accepted) {
    require(accepted, ErrorCode::kInvalidArgument, [&] {
      return str("was refused by the network", *part != '\0' ? " at its part " : "", part,
                 "; the message before this one says why");
    });
  };
  check(added != nullptr && added->getOutput(0) != nullptr);
  const std::string name = *part == '\0' ? parameter_.name() : str(parameter_.name(), "/", part);
  added->setName(name.c_str());
  check(added->getOutput(0)->getDimensions().nbDims >= 0);
  return *added->getOutput(0);
}

void Layer::warn(const std::string& message) const {
  conversion_.log()(Severity::kWarning, str(describe(parameter_), ": ", message));
}

void Layer::refuse(const std::string& message) const {
  throw Error(ErrorCode::kInvalidArgument, message);
}

const Blob& Layer::blob(int index) const {
  require(index < bottoms(), ErrorCode::kInvalidArgument,
          [&] { return str("has ", bottoms(), " bottoms; bottom ", index, " is missing"); });
  return conversion_.blob(parameter_.bottom(index));
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
