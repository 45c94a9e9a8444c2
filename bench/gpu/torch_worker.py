#!/usr/bin/env python3
"""PyTorch with torchvision's models: torch_worker.py MODEL BATCH PRECISION eager|compiled

Channels last, replayed as a CUDA graph; where it is compiled, with frozen weights and every tuning
that torch.compile has.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import torch
import torchvision

from protocol import Array, serve

WARM_UPS = 3

MODELS: dict[str, Callable[[], torch.nn.Module]] = {
    "resnet50": torchvision.models.resnet50,
    "squeezenet_v1.1": torchvision.models.squeezenet1_1,
    "vgg16": torchvision.models.vgg16,
    "googlenet": lambda: torchvision.models.googlenet(aux_logits=False, init_weights=False),
    "alexnet": torchvision.models.alexnet,
}
SIDE = 224

Network = Callable[[torch.Tensor], torch.Tensor]


def set_precision(precision: str) -> torch.dtype:
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = precision != "fp32"
    torch.backends.cuda.matmul.allow_tf32 = precision != "fp32"
    return torch.float16 if precision == "fp16" else torch.float32


def compiled(model: torch.nn.Module) -> Network:
    """Without CUDA graphs of its own: it is captured as the eager model is."""
    from torch._inductor import config
    config.freezing = True
    network: Network = torch.compile(model, mode="max-autotune-no-cudagraphs", fullgraph=True)
    return network


class Torch:
    """A model whose run was captured."""

    version = torch.__version__

    def __init__(self, name: str, batch: int, precision: str, mode: str) -> None:
        kind = set_precision(precision)
        model = MODELS[name]().eval().cuda().to(kind, memory_format=torch.channels_last)
        self.input = torch.rand(batch, 3, SIDE, SIDE, device="cuda").to(
            kind, memory_format=torch.channels_last)
        self.stream = torch.cuda.Stream()
        self.graph = torch.cuda.CUDAGraph()
        self.start, self.end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        with torch.inference_mode():
            self.capture(compiled(model) if mode == "compiled" else model)

    def capture(self, network: Network) -> None:
        with torch.cuda.stream(self.stream):
            for _ in range(WARM_UPS):
                network(self.input)
        torch.cuda.synchronize()
        with torch.cuda.graph(self.graph, stream=self.stream):
            self.result = network(self.input)

    def set_input(self, values: Array) -> None:
        self.input.copy_(torch.from_numpy(values).reshape(self.input.shape))
        torch.cuda.synchronize()

    def run(self) -> None:
        with torch.cuda.stream(self.stream):
            self.graph.replay()
        self.stream.synchronize()

    def time(self, count: int) -> float:
        with torch.cuda.stream(self.stream):
            self.start.record()
            for _ in range(count):
                self.graph.replay()
            self.end.record()
        self.end.synchronize()
        return self.start.elapsed_time(self.end) * 1e-3

    def outputs(self) -> list[Array]:
        return [self.result.float().cpu().numpy().astype(np.float32)]


if __name__ == "__main__":
    begin = time.perf_counter()
    engine = Torch(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
    engine.run()
    seconds = time.perf_counter() - begin
    serve(engine, seconds, gpu_memory_bytes=torch.cuda.memory_reserved())
