"""A network's time by layers: those of one kind and shape share a row."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any


@dataclass
class Row:
    count: int = 0
    seconds: float = 0
    macs: int = 0  # as direct convolution counts them
    elements: int = 0  # read and written, weights among them


def shape_of(tensor: dict[str, Any], batch: int) -> list[int]:
    return [batch if extent == "N" else extent for extent in tensor["shape"]]


def macs_of(kind: str, inputs: list[list[int]], output: list[int]) -> int:
    if kind == "convolution":
        return math.prod(output) * math.prod(inputs[1][1:])
    if kind == "deconvolution":
        return math.prod(inputs[0]) * math.prod(inputs[1][1:])
    if kind == "matrix_multiply":
        return math.prod(output) * inputs[0][-1]
    return 0


def title_of(operator: dict[str, Any], inputs: list[list[int]], output: list[int]) -> str:
    """As "convolution 3×3 s2, 64→128, 28²" or "pooling, 64, 56²"."""
    kind, attributes, title = operator["name"], operator["attributes"], operator["name"]
    if kind in ("convolution", "deconvolution"):
        window = inputs[1][2:]
        title = "depthwise" if attributes["groups"] == inputs[0][1] > 1 else kind
        title += " " + "×".join(map(str, window))
        if (stride := attributes["stride"][0]) > 1:
            title += f" s{stride}"
    if len(output) < 3:
        return f"{title}, {inputs[0][-1]}→{output[-1]}"
    channels = str(output[1]) if inputs[0][1] == output[1] else f"{inputs[0][1]}→{output[1]}"
    extents = output[2:]
    extent = f"{extents[0]}²" if len(set(extents)) == 1 and len(extents) == 2 else "×".join(
        map(str, extents))
    return f"{title}, {channels}, {extent}"


def rows_of(plan: dict[str, Any], seconds: list[float], batch: int) -> dict[str, Row]:
    rows: dict[str, Row] = defaultdict(Row)
    for step, duration in zip(plan["steps"], seconds, strict=True):
        shapes = {i: shape_of(plan["tensors"][i], batch) for i in step["inputs"] + step["outputs"]}
        inputs, output = [shapes[i] for i in step["inputs"]], shapes[step["outputs"][0]]
        row = rows[title_of(step["operator"], inputs, output)]
        row.count += 1
        row.seconds += duration
        row.macs += macs_of(step["operator"]["name"], inputs, output)
        row.elements += sum(math.prod(shape) for shape in shapes.values())
    return dict(rows)
