#include "caffe/model/window.h"

#include <limits>

#include "base/error.h"
#include "base/text.h"

namespace ingot::caffe {
namespace {

using Values = std::vector<int64_t>;
using Repeated = google::protobuf::RepeatedField<uint32_t>;

template <class... Parts>
void expect(bool condition, const Parts&... parts) {
  require(condition, ErrorCode::kInvalidArgument, [&] { return str(parts...); });
}

/// The _h and _w form of a field.
struct Pair {
  bool has_height;
  bool has_width;
  int64_t height;
  int64_t width;

  bool given() const { return has_height || has_width; }
};

#define INGOT_CAFFE_PAIR(parameter, field)                                                 \
  Pair {                                                                                   \
    (parameter).has_##field##_h(), (parameter).has_##field##_w(), (parameter).field##_h(), \
        (parameter).field##_w()                                                            \
  }

Values from_pair(const char* name, const Pair& pair, int axes) {
  expect(axes == 2, name, "_h and ", name, "_w are for two spatial axes, not ", axes);
  expect(pair.has_height && pair.has_width, name, "_h and ", name, "_w must both be given");
  return {pair.height, pair.width};
}

Values from_repeated(const char* name, const Repeated& values, int axes) {
  expect(values.size() == 1 || values.size() == axes, name, " is given ", values.size(),
         " times; once, or once for each of ", axes, " spatial axes is expected");
  if (values.size() == 1) return Values(static_cast<size_t>(axes), values.Get(0));
  return {values.begin(), values.end()};
}

Values choose(const char* name, const Repeated& values, const Pair& pair, int axes,
              int64_t missing) {
  expect(values.empty() || !pair.given(), name, " and its _h and _w form are both given");
  if (pair.given()) return from_pair(name, pair, axes);
  if (values.empty()) return Values(static_cast<size_t>(axes), missing);
  return from_repeated(name, values, axes);
}

Repeated repeated(bool given, uint32_t value) {
  Repeated values;
  if (given) values.Add(value);
  return values;
}

void check(const char* name, const Values& values, int64_t least) {
  for (const int64_t value : values) {
    expect(value >= least && value <= std::numeric_limits<int32_t>::max(), name, " ", value,
           " is out of range");
  }
}

void check(const Window& window) {
  check("kernel size", window.kernel, 1);
  check("stride", window.stride, 1);
  check("pad", window.pad, 0);
  check("dilation", window.dilation, 1);
}

constexpr Pair kNoPair = {false, false, 0, 0};

Values pooling_kernel(const proto::PoolingParameter& parameter, int64_t height, int64_t width) {
  const Pair pair = INGOT_CAFFE_PAIR(parameter, kernel);
  if (!parameter.global_pooling()) {
    return choose("kernel_size", repeated(parameter.has_kernel_size(), parameter.kernel_size()),
                  pair, 2, 0);
  }
  expect(!parameter.has_kernel_size() && !pair.given(),
         "global_pooling takes the whole image; a kernel size must not be given");
  return {height, width};
}

}  // namespace

Window convolution_window(const proto::ConvolutionParameter& parameter, int axes) {
  Window window;
  window.kernel =
      choose("kernel_size", parameter.kernel_size(), INGOT_CAFFE_PAIR(parameter, kernel), axes, 0);
  window.stride =
      choose("stride", parameter.stride(), INGOT_CAFFE_PAIR(parameter, stride), axes, 1);
  window.pad = choose("pad", parameter.pad(), INGOT_CAFFE_PAIR(parameter, pad), axes, 0);
  window.dilation = choose("dilation", parameter.dilation(), kNoPair, axes, 1);
  check(window);
  return window;
}

Window pooling_window(const proto::PoolingParameter& parameter, int64_t height, int64_t width) {
  Window window;
  window.kernel = pooling_kernel(parameter, height, width);
  window.stride = choose("stride", repeated(parameter.has_stride(), parameter.stride()),
                         INGOT_CAFFE_PAIR(parameter, stride), 2, 1);
  window.pad = choose("pad", repeated(parameter.has_pad(), parameter.pad()),
                      INGOT_CAFFE_PAIR(parameter, pad), 2, 0);
  window.dilation = {1, 1};
  check(window);
  for (size_t i = 0; i < 2; ++i) {
    expect(window.pad[i] < window.kernel[i], "pad ", window.pad[i],
           " must be smaller than the kernel size ", window.kernel[i]);
    expect(!parameter.global_pooling() || (window.pad[i] == 0 && window.stride[i] == 1),
           "global_pooling allows no pad and no stride but 1");
  }
  return window;
}

}  // namespace ingot::caffe
