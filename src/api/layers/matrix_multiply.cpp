#include "ops/matrix_multiply.h"

#include <array>

#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::MatrixOperation;

class MatrixMultiplyLayer final : public LayerOf<nvinfer1::IMatrixMultiplyLayer> {
 public:
  MatrixMultiplyLayer(LayerOrigin origin, MatrixOperation operation0, MatrixOperation operation1)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kMATRIX_MULTIPLY, "Matrix Multiply"),
        operations_{operation0, operation1} {}

  void setOperation(int32_t index, MatrixOperation op) override {
    change("IMatrixMultiplyLayer::setOperation", [&] {
      operation_of(op);
      operations_[checked_index(index)] = op;
    });
  }
  MatrixOperation getOperation(int32_t index) const override {
    return guard(reporter(), "IMatrixMultiplyLayer::getOperation", MatrixOperation::kNONE,
                 [&] { return in_layer([&] { return operations_[checked_index(index)]; }); });
  }

 private:
  static ops::MatrixOperation operation_of(MatrixOperation operation) {
    return to_op<ops::MatrixOperation>(operation, "matrix operation");
  }
  static size_t checked_index(int32_t index) {
    require(index == 0 || index == 1, ErrorCode::kInvalidArgument,
            [&] { return str("there is no operand ", index, "; they are 0 and 1"); });
    return static_cast<size_t>(index);
  }

  /// Dimensions before the matrix or vector, as the user sees them.
  size_t leading(const Lowering& lowering, size_t index) const {
    const size_t own = operations_[index] == MatrixOperation::kVECTOR ? 1 : 2;
    const ir::Value operand = lowering.input(index);
    lowering.expect_least_rank(operand, own);
    return lowering.rank(operand) - own;
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value a = lowering.input(0);
    const ir::Value b = lowering.input(1);
    require(leading(lowering, 0) == leading(lowering, 1), ErrorCode::kInvalidArgument, [&] {
      return str("expected operands with the same number of dimensions before the matrices, got ",
                 lowering.type(a), " and ", lowering.type(b));
    });
    const ops::MatrixMultiply op{.a_operation = operation_of(operations_[0]),
                                 .b_operation = operation_of(operations_[1])};
    return {lowering.apply(ir::Op(op), {a, b})};
  }

  std::array<MatrixOperation, 2> operations_;
};

}  // namespace

nvinfer1::IMatrixMultiplyLayer* Network::addMatrixMultiply(ITensor& input0, MatrixOperation op0,
                                                           ITensor& input1, MatrixOperation op1) {
  return add<MatrixMultiplyLayer>("INetworkDefinition::addMatrixMultiply", {&input0, &input1}, op0,
                                  op1);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
