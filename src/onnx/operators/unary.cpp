#include "ops/unary.h"

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using Operation = ops::UnaryOperation;

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::kExp: return "Exp";
    case Operation::kLog: return "Log";
    case Operation::kSqrt: return "Sqrt";
    case Operation::kReciprocal: return "Reciprocal";
    case Operation::kAbs: return "Abs";
    case Operation::kNegate: return "Neg";
    case Operation::kSin: return "Sin";
    case Operation::kCos: return "Cos";
    case Operation::kTan: return "Tan";
    case Operation::kSinh: return "Sinh";
    case Operation::kCosh: return "Cosh";
    case Operation::kAsin: return "Asin";
    case Operation::kAcos: return "Acos";
    case Operation::kAtan: return "Atan";
    case Operation::kAsinh: return "Asinh";
    case Operation::kAcosh: return "Acosh";
    case Operation::kAtanh: return "Atanh";
    case Operation::kCeil: return "Ceil";
    case Operation::kFloor: return "Floor";
    case Operation::kErf: return "Erf";
    case Operation::kNot: return "Not";
    case Operation::kSign: return "Sign";
    case Operation::kRound: return "Round";
    case Operation::kIsInf: return "IsInf";
    case Operation::kIsNan: break;
  }
  return "IsNaN";
}

std::string write(const ops::Unary& op, NodeWriter& node) {
  const ir::DataType type = node.input().type.data_type;
  if (op.operation == Operation::kIsInf && type != ir::DataType::kFloat32) {
    // In operator set 17 it takes no halves.
    return node.add("IsInf", {cast(node, node.input().name, ir::DataType::kFloat32)});
  }
  return with_wide_integers(node, true, [&](const std::vector<std::string>& inputs) {
    return node.add(name_of(op.operation), inputs);
  });
}

const Register<ops::Unary> registration(write);

}  // namespace
}  // namespace ingot::onnx
