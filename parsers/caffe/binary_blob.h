#pragma once

#include <NvCaffeParser.h>

#include <memory>

#include "model/caffe_weights.pb.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

/// A blob for the program: halves where the file stores halves, floats otherwise. Throws Error
/// kCorrupt where shape and values disagree or there are more than four dimensions.
std::unique_ptr<nvcaffeparser1::IBinaryProtoBlob> make_binary_blob(const proto::WeightBlob& blob);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
