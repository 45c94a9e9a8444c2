"""What an ONNX file says of its network: the input's extents and the multiply-adds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import onnx
from onnx import helper

SMALL = 4096  # bytes of a tensor that shape inference may need to see


@dataclass(frozen=True)
class Facts:
    input_shape: list[int]
    macs: int  # of the whole batch, as direct convolution counts them


def extents(value: onnx.ValueInfoProto) -> list[int]:
    return [dim.dim_value for dim in value.type.tensor_type.shape.dim]


def drop_weights(model: onnx.ModelProto) -> None:
    """Empties large tensors, whose shapes alone matter here."""
    for tensor in model.graph.initializer:
        if len(tensor.raw_data) > SMALL:
            tensor.raw_data = b""


def macs_of(node: onnx.NodeProto, shapes: dict[str, list[int]]) -> int:
    """Outputs times the factors of each."""
    if node.op_type not in ("Conv", "ConvTranspose", "Gemm", "MatMul"):
        return 0
    data, weights, result = (shapes[name] for name in (*node.input[:2], node.output[0]))
    if node.op_type == "Conv":
        return math.prod(result) * math.prod(weights[1:])
    if node.op_type == "ConvTranspose":
        return math.prod(data) * math.prod(weights[1:])
    if node.op_type == "MatMul":
        return math.prod(result) * data[-1]
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    return math.prod(result) * data[0 if attributes.get("transA") else 1]


def read(path: Path) -> Facts:
    model = onnx.load(path)
    drop_weights(model)
    graph = onnx.shape_inference.infer_shapes(model).graph
    shapes = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in shapes]
    for value in (*graph.value_info, *graph.input, *graph.output):
        shapes[value.name] = extents(value)
    return Facts(extents(inputs[0]), sum(macs_of(node, shapes) for node in graph.node))
