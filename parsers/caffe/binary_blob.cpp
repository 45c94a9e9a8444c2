#include "caffe/binary_blob.h"

#include <limits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/blob_values.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

template <class Item>
class BinaryBlob : public nvcaffeparser1::IBinaryProtoBlob {
 public:
  BinaryBlob(std::vector<Item> items, nvinfer1::DimsNCHW dims, nvinfer1::DataType type)
      : items_(std::move(items)), dims_(dims), type_(type) {}

  const void* getData() override { return items_.data(); }
  nvinfer1::DimsNCHW getDimensions() override { return dims_; }
  nvinfer1::DataType getDataType() override { return type_; }

 private:
  std::vector<Item> items_;
  nvinfer1::DimsNCHW dims_;
  nvinfer1::DataType type_;
};

nvinfer1::DimsNCHW dims_of(const proto::WeightBlob& blob) {
  const std::vector<int64_t> shape = blob_shape(blob);
  require(shape.size() <= 4, ErrorCode::kCorrupt,
          [&] { return str("a blob of ", shape.size(), " dimensions; at most 4 are expected"); });
  nvinfer1::DimsNCHW dims(1, 1, 1, 1);
  for (size_t i = 0; i < shape.size(); ++i) {
    require(shape[i] <= std::numeric_limits<int32_t>::max(), ErrorCode::kCorrupt,
            [&] { return str("an extent of ", shape[i], " is too large"); });
    dims.d[4 - shape.size() + i] = static_cast<nvinfer1::impl::Extent>(shape[i]);
  }
  return dims;
}

}  // namespace

std::unique_ptr<nvcaffeparser1::IBinaryProtoBlob> make_binary_blob(const proto::WeightBlob& blob) {
  const nvinfer1::DimsNCHW dims = dims_of(blob);
  if (auto halves = stored_halves(blob)) {
    return std::make_unique<BinaryBlob<uint16_t>>(std::move(*halves), dims,
                                                  nvinfer1::DataType::kHALF);
  }
  return std::make_unique<BinaryBlob<float>>(converted_floats(blob), dims,
                                             nvinfer1::DataType::kFLOAT);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
