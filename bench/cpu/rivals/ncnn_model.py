"""From an ONNX file to the files that ncnn loads, through pnnx."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import onnx
from onnx import helper

Shapes = dict[str, list[int]]


def converter() -> Path:
    """pnnx's program. Importing its package would need PyTorch."""
    package = importlib.util.find_spec("pnnx")
    if package is None or package.origin is None:
        raise RuntimeError("pnnx is not installed")
    return Path(package.origin).with_name("pnnx")


def shapes_of(model: onnx.ModelProto) -> Shapes:
    graph = onnx.shape_inference.infer_shapes(model).graph
    return {value.name: [dim.dim_value for dim in value.type.tensor_type.shape.dim]
            for value in (*graph.value_info, *graph.input, *graph.output)}


def rounds_up(node: onnx.NodeProto, shapes: Shapes) -> bool:
    """Whether pads at the ends do no more than complete the last windows, as ceil_mode does."""
    if node.op_type not in ("MaxPool", "AveragePool"):
        return False
    values = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    kernel, pads = values["kernel_shape"], values.get("pads")
    if not pads or values.get("count_include_pad", 0) or "dilations" in values:
        return False
    strides = values.get("strides", [1] * len(kernel))
    begins, ends = pads[:len(kernel)], pads[len(kernel):]
    extents = zip(shapes[node.input[0]][2:], shapes[node.output[0]][2:], kernel, strides, begins)
    return begins != ends and all(-(-(size + 2 * pad - window) // stride) + 1 == result
                                  for size, result, window, stride, pad in extents)


def set_ceil_mode(node: onnx.NodeProto) -> None:
    pads = next(a for a in node.attribute if a.name == "pads")
    begins = list(pads.ints[:len(pads.ints) // 2])
    kept = [a for a in node.attribute if a.name not in ("pads", "ceil_mode")]
    del node.attribute[:]
    node.attribute.extend([*kept, helper.make_attribute("pads", begins * 2),
                           helper.make_attribute("ceil_mode", 1)])


def prefer_ceil_mode(model: onnx.ModelProto) -> None:
    """Spares ncnn padding layers of their own, and average pooling that pnnx does not know."""
    shapes = shapes_of(model)
    for node in model.graph.node:
        if rounds_up(node, shapes):
            set_ceil_mode(node)


def run_converter(model: Path, shape: list[int], param: Path, weights: Path) -> None:
    extents = ",".join(map(str, shape))
    subprocess.run([converter(), model.name, f"inputshape=[{extents}]f32", "fp16=0",
                    f"ncnnparam={param.name}", f"ncnnbin={weights.name}"],
                   cwd=model.parent, check=True, stdout=sys.stderr)


def convert(path: Path) -> tuple[Path, Path, list[int]]:
    """Both files, made beside the ONNX file where they are missing, and the input's extents."""
    param, weights = path.with_suffix(".ncnn.param"), path.with_suffix(".ncnn.bin")
    model = onnx.load(path)
    constants = {tensor.name for tensor in model.graph.initializer}
    value = next(value for value in model.graph.input if value.name not in constants)
    shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    if not (param.exists() and weights.exists()):
        prefer_ceil_mode(model)
        rewritten = path.with_name(f"{path.stem}_for_ncnn.onnx")
        onnx.save(model, rewritten)
        run_converter(rewritten, shape, param, weights)
    return param, weights, shape
