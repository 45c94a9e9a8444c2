#!/usr/bin/env python3
"""PyTorch with the layers of a prototxt: torch_worker.py PROTOTXT BATCH PRECISION
eager|fused|compiled

Channels last, replayed as a CUDA graph; compiled with frozen weights and every tuning that
torch.compile has, or, fused, with the convolutions and products of cuDNN and cuBLAS alone, which
takes seconds instead of minutes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from protocol import Array, serve
from torch_network import Network

WARM_UPS = 3

Run = Callable[[torch.Tensor], torch.Tensor]


def set_precision(precision: str) -> torch.dtype:
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = precision != "fp32"
    torch.backends.cuda.matmul.allow_tf32 = precision != "fp32"
    return {"fp16": torch.float16, "bf16": torch.bfloat16}.get(precision, torch.float32)


def compiled(model: torch.nn.Module, libraries_alone: bool) -> Run:
    """Without CUDA graphs of its own: it is captured as the eager model is."""
    from torch._inductor import config
    config.freezing = True
    if libraries_alone:
        config.max_autotune_conv_backends = config.max_autotune_gemm_backends = "ATEN"
    network: Run = torch.compile(model, mode="max-autotune-no-cudagraphs", fullgraph=True)
    return network


class Torch:
    """A model whose run was captured."""

    version = torch.__version__

    def __init__(self, path: Path, batch: int, precision: str, mode: str) -> None:
        kind = set_precision(precision)
        model = Network(path).eval()
        with torch.no_grad():
            model(torch.zeros(1, *model.shape))  # gives the lazy layers their extents
        model = model.cuda().to(kind, memory_format=torch.channels_last)
        self.input = torch.rand(batch, *model.shape, device="cuda").to(
            kind, memory_format=torch.channels_last)
        self.stream = torch.cuda.Stream()
        self.graph = torch.cuda.CUDAGraph()
        self.start, self.end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        with torch.inference_mode():
            self.capture(model if mode == "eager" else compiled(model, mode == "fused"))

    def capture(self, network: Run) -> None:
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
    engine = Torch(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
    engine.run()
    seconds = time.perf_counter() - begin
    serve(engine, seconds, gpu_memory_bytes=torch.cuda.memory_reserved())
