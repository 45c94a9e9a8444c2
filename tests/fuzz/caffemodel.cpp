// A caffemodel, for a definition whose layers take every kind of weights.
#include <string_view>

#include "tests/fuzz/caffe.h"
#include "tests/fuzz/target.h"

namespace {

constexpr std::string_view kDefinition = R"(
layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 1 dim: 2 dim: 4 dim: 4 } } }
layer { name: "conv" type: "Convolution" bottom: "x" top: "conv"
        convolution_param { num_output: 2 kernel_size: 3 } }
layer { name: "norm" type: "BatchNorm" bottom: "conv" top: "norm"
        batch_norm_param { use_global_stats: true } }
layer { name: "scale" type: "Scale" bottom: "norm" top: "scale" scale_param { bias_term: true } }
layer { name: "prelu" type: "PReLU" bottom: "scale" top: "prelu" }
layer { name: "ip" type: "InnerProduct" bottom: "prelu" top: "ip"
        inner_product_param { num_output: 3 } })";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto* text = reinterpret_cast<const uint8_t*>(kDefinition.data());
  ingot::test::parse_caffe({text, kDefinition.size()}, {data, size});
  return 0;
}
