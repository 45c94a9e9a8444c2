#include <limits>

#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

constexpr RandomRange kBiasRange = {0, 0.05F};

/// outer x inner from the bottom, times the matrix outputs x inner.
struct Plan {
  int axis;
  int64_t outer;
  int64_t inner;
  int64_t outputs;
  std::span<const float> matrix;
  std::span<const float> bias;  ///< Empty where there is none.
};

std::vector<float> transposed(std::span<const float> values, int64_t rows, int64_t columns) {
  std::vector<float> result(values.size());
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t column = 0; column < columns; ++column) {
      result[static_cast<size_t>(column * rows + row)] =
          values[static_cast<size_t>(row * columns + column)];
    }
  }
  return result;
}

std::span<const float> matrix_of(const Layer& layer, int64_t outputs, int64_t inner) {
  const auto values = layer.values(0, {outputs, inner}, he_range(inner));
  if (!layer.parameter().inner_product_param().transpose()) return values;
  return layer.conversion().weights().keep(transposed(values, inner, outputs));
}

Plan plan_of(const Layer& layer) {
  layer.expect(1, 1);
  const auto& parameter = layer.parameter().inner_product_param();
  if (parameter.num_output() < 1 ||
      parameter.num_output() > static_cast<uint32_t>(std::numeric_limits<int32_t>::max())) {
    layer.refuse(str("num_output ", parameter.num_output(), " is out of range"));
  }
  const int axis = layer.axis(parameter.axis());
  const int first = layer.conversion().implicit_batch() ? 1 : 0;
  layer.tensor_axis(axis);
  const Shape shape = layer.shape();
  Plan plan{axis,
            element_count(shape, first, axis),
            element_count(shape, axis, layer.rank()),
            parameter.num_output(),
            {},
            {}};
  plan.matrix = matrix_of(layer, plan.outputs, plan.inner);
  if (parameter.bias_term()) plan.bias = layer.values(1, {plan.outputs}, kBiasRange);
  return plan;
}

/// The bottom's dimensions after the batch are the vector.
nvinfer1::ITensor& fully_connected(const Layer& layer, const Plan& plan) {
  const Shape shape = layer.shape();
  nvinfer1::ITensor& vectors =
      shape.size() <= 4 ? layer.bottom() : reshape_bottom(layer, {shape[0], plan.inner}, "flatten");
  return layer.output(layer.network().addFullyConnected(vectors, static_cast<int32_t>(plan.outputs),
                                                        layer.conversion().encode(plan.matrix),
                                                        layer.conversion().encode(plan.bias)));
}

nvinfer1::Dims matrix_dims(int64_t rows, int64_t columns) {
  return to_dims(std::vector<int64_t>{rows, columns});
}

nvinfer1::ITensor& matrix_product(const Layer& layer, const Plan& plan) {
  nvinfer1::ITensor& rows =
      reshape(layer, layer.bottom(), matrix_dims(plan.outer, plan.inner), "rows");
  nvinfer1::ITensor& matrix =
      constant(layer, matrix_dims(plan.outputs, plan.inner), plan.matrix, "matrix");
  nvinfer1::ITensor& product =
      layer.output(layer.network().addMatrixMultiply(rows, nvinfer1::MatrixOperation::kNONE, matrix,
                                                     nvinfer1::MatrixOperation::kTRANSPOSE),
                   "product");
  if (plan.bias.empty()) return product;
  return combine(layer, product, constant(layer, matrix_dims(1, plan.outputs), plan.bias, "bias"),
                 nvinfer1::ElementWiseOperation::kSUM, "sum");
}

void convert_inner_product(Layer& layer) {
  const Plan plan = plan_of(layer);
  if (plan.axis == 1) return layer.set_top(fully_connected(layer, plan), 2);
  Shape shape = layer.shape();
  shape.resize(static_cast<size_t>(plan.axis));
  shape.push_back(plan.outputs);
  nvinfer1::ITensor& product = matrix_product(layer, plan);
  layer.set_top(reshape(layer, product, layer.conversion().tensor_dims(shape)), plan.axis + 1);
}

CAFFE_LAYER("InnerProduct", convert_inner_product);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
