"""A Caffe network's text as a PyTorch module of the same layers, with random weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Message = dict[str, list[Any]]

TOKEN = re.compile(r'#[^\n]*|"[^"]*"|[{}]|[^\s{}:"#]+')
SOURCES = {"Input", "DummyData", "Data"}


def message(tokens: Iterator[str]) -> Message:
    """The fields up to the closing brace, each with all of its values."""
    fields: Message = {}
    for name in tokens:
        if name == "}":
            break
        word = next(tokens)
        value = message(tokens) if word == "{" else word.strip('"')
        fields.setdefault(name, []).append(value)
    return fields


def read(path: Path) -> Message:
    return message(token for token in TOKEN.findall(path.read_text()) if token[0] != "#")


def number(fields: Message, name: str, default: int) -> int:
    return int(fields.get(name, [default])[0])


def parameters(layer: Message, name: str) -> Message:
    found: Message = layer.get(f"{name}_param", [{}])[0]
    return found


def input_shape(network: Message) -> list[int]:
    """[C, H, W] of the first input."""
    if "input_dim" in network:
        return [int(dim) for dim in network["input_dim"][1:4]]
    shapes = network.get("input_shape", [])
    for layer in network["layer"]:
        if layer["type"][0] in SOURCES and not shapes:
            [fields] = [layer[name][0] for name in layer if name.endswith("_param")]
            shapes = fields["shape"]
    return [int(dim) for dim in shapes[0]["dim"][1:]]


class Function(nn.Module):
    def __init__(self, function: Callable[..., Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.function(*inputs)


def has_bias(fields: Message) -> bool:
    return fields.get("bias_term", ["true"])[0] == "true"


def convolution(layer: Message) -> nn.Module:
    fields = parameters(layer, "convolution")
    return nn.LazyConv2d(number(fields, "num_output", 0), number(fields, "kernel_size", 1),
                         number(fields, "stride", 1), number(fields, "pad", 0),
                         groups=number(fields, "group", 1), bias=has_bias(fields))


def pooling(layer: Message) -> nn.Module:
    fields = parameters(layer, "pooling")
    is_average = fields.get("pool", ["MAX"])[0] == "AVE"
    if fields.get("global_pooling", ["false"])[0] == "true":
        return Function(lambda x: x.mean((2, 3), True) if is_average else x.amax((2, 3), True))
    pool = F.avg_pool2d if is_average else F.max_pool2d
    window = [number(fields, name, default)
              for name, default in (("kernel_size", 1), ("stride", 1), ("pad", 0))]
    return Function(lambda x: pool(x, *window, ceil_mode=True))


def lrn(layer: Message) -> nn.Module:
    fields = parameters(layer, "lrn")
    alpha, beta = (float(fields.get(name, [default])[0])
                   for name, default in (("alpha", 1.0), ("beta", 0.75)))
    size = number(fields, "local_size", 5)
    return Function(lambda x: F.local_response_norm(x, size, alpha, beta))


def linear(layer: Message) -> nn.Module:
    fields = parameters(layer, "inner_product")
    return nn.Sequential(nn.Flatten(),
                         nn.LazyLinear(number(fields, "num_output", 0), has_bias(fields)))


MAKERS: dict[str, Callable[[Message], nn.Module]] = {
    "Convolution": convolution,
    "InnerProduct": linear,
    "Pooling": pooling,
    "LRN": lrn,
    "ReLU": lambda layer: nn.ReLU(),
    "BatchNorm": lambda layer: nn.LazyBatchNorm2d(),
    "Scale": lambda layer: nn.Identity(),  # the factors of the normalisation before it
    "Dropout": lambda layer: nn.Identity(),
    "Eltwise": lambda layer: Function(torch.add),
    "Concat": lambda layer: Function(lambda *parts: torch.cat(parts, 1)),
    "Softmax": lambda layer: nn.Sequential(nn.Flatten(), nn.Softmax(1)),
}


class Network(nn.Module):
    """Throws KeyError with the type of a layer that it does not know."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        network = read(path)
        self.shape = input_shape(network)
        layers = [layer for layer in network["layer"] if layer["type"][0] not in SOURCES]
        self.layers = nn.ModuleList(MAKERS[layer["type"][0]](layer) for layer in layers)
        self.bottoms = [layer["bottom"] for layer in layers]
        self.tops = [layer["top"][0] for layer in layers]

    def forward(self, x: Tensor) -> Tensor:
        values = {self.bottoms[0][0]: x}
        for layer, bottoms, top in zip(self.layers, self.bottoms, self.tops):
            x = values[top] = layer(*[values[bottom] for bottom in bottoms])
        return x
