#include "picture_conversion.h"

#include <NvCaffeParser.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "element_type.h"
#include "failure.h"
#include "numbers.h"
#include "text.h"

namespace ingot::tools {
namespace {

Mean mean_of_file(const std::string& path) {
  const std::unique_ptr<nvcaffeparser1::ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  const std::unique_ptr<nvcaffeparser1::IBinaryProtoBlob> blob(
      parser == nullptr ? nullptr : parser->parseBinaryProto(path.c_str()));
  if (blob == nullptr) throw Failure(path + ": not a Caffe mean file");
  const auto dims = blob->getDimensions();
  if (blob->getDataType() != nvinfer1::DataType::kFLOAT || dims.d[0] != 1) {
    throw Failure(path + ": expected the float32 mean of one picture");
  }
  Mean mean{{}, {dims.d[1], dims.d[2], dims.d[3]}};
  const size_t count = bytes_of(mean.shape, 1);
  const auto* values = static_cast<const float*>(blob->getData());
  mean.values.assign(values, values + count);
  return mean;
}

/// The tensor's channel that holds red, green or blue (0, 1, 2), or grey.
int64_t channel_of(int colour, int channels, bool is_bgr) {
  return is_bgr ? channels - 1 - colour : colour;
}

}  // namespace

float Mean::at(int64_t channel, int64_t pixel) const {
  if (shape.size() == 3) {
    return values[static_cast<size_t>(channel * shape[1] * shape[2] + pixel)];
  }
  return values[values.size() == 1 ? 0 : static_cast<size_t>(channel)];
}

Mean read_mean(const std::string& text) {
  if (text.ends_with(".binaryproto")) return mean_of_file(text);
  Mean mean{{}, {}};
  for (const std::string& word : split(text, ',')) {
    const auto value = read_number<float>(word);
    if (!value)
      throw Failure("'" + text + "': expected numbers such as 104,117,123, or a .binaryproto file");
    mean.values.push_back(*value);
  }
  mean.shape = {static_cast<int64_t>(mean.values.size())};
  return mean;
}

double read_scale(const std::string& text) {
  const auto parts = split(text, '/');
  const auto above = read_number<double>(parts.front());
  const auto below = parts.size() == 2 ? read_number<double>(parts.back()) : 1.0;
  if (parts.size() > 2 || !above || !below || *above == 0 || *below == 0) {
    throw Failure("'" + text + "': expected a number such as 0.0039 or 1/255, not 0");
  }
  return *above / *below;
}

void PictureConversion::require_fit(const std::string& tensor,
                                    const std::vector<int64_t>& shape) const {
  if (shape.size() != 3 || (shape[0] != 1 && shape[0] != 3)) {
    throw Failure(tensor + ": holds " + shape_text(shape) +
                  ", a picture needs 1 or 3 channels, rows and columns");
  }
  const bool fits = mean.shape == shape || mean.shape == std::vector<int64_t>{1} ||
                    mean.shape == std::vector<int64_t>{shape[0]};
  if (!fits) {
    throw Failure("the mean has " + shape_text(mean.shape) + " values, " + tensor + " holds " +
                  shape_text(shape));
  }
}

void PictureConversion::store(const Image& image, const std::vector<int64_t>& shape,
                              std::span<float> tensor) const {
  const int channels = static_cast<int>(shape[0]);
  const Image fitting = resize(with_channels(image, channels), static_cast<int>(shape[2]),
                               static_cast<int>(shape[1]));
  const int64_t pixels = shape[1] * shape[2];
  for (int colour = 0; colour < channels; ++colour) {
    const int64_t channel = channel_of(colour, channels, is_bgr);
    for (int64_t i = 0; i < pixels; ++i) {
      const float sample = fitting.pixels[static_cast<size_t>(i * channels + colour)];
      tensor[static_cast<size_t>(channel * pixels + i)] =
          (sample - mean.at(channel, i)) * static_cast<float>(scale);
    }
  }
}

Image PictureConversion::picture_of(std::span<const float> tensor,
                                    const std::vector<int64_t>& shape) const {
  const int channels = static_cast<int>(shape[0]);
  Image image = make_image(shape[2], shape[1], channels);
  const int64_t pixels = shape[1] * shape[2];
  for (int colour = 0; colour < channels; ++colour) {
    const int64_t channel = channel_of(colour, channels, is_bgr);
    for (int64_t i = 0; i < pixels; ++i) {
      const float value = tensor[static_cast<size_t>(channel * pixels + i)];
      const float sample = value / static_cast<float>(scale) + mean.at(channel, i);
      image.pixels[static_cast<size_t>(i * channels + colour)] =
          sample > 0 ? static_cast<uint8_t>(std::lround(std::min(sample, 255.0F))) : uint8_t{0};
    }
  }
  return image;
}

}  // namespace ingot::tools
