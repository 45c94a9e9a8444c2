#!/usr/bin/env python3
"""ncnn in fp32, of a model that pnnx has converted: ncnn_worker.py ONNX BATCH THREADS

ncnn has no batch: ONNX holds one item, and the items of a batch run one after the other, each on
all threads.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import ncnn
import numpy as np

from ncnn_model import convert
from protocol import Array, serve


def options(threads: int) -> ncnn.Option:
    result = ncnn.Option()
    result.num_threads = threads
    result.lightmode = True
    result.use_winograd_convolution = True
    result.use_sgemm_convolution = True
    result.use_packing_layout = True
    result.use_fp16_packed = False
    result.use_fp16_storage = False
    result.use_fp16_arithmetic = False
    result.use_bf16_storage = False
    return result


class Ncnn:
    """A net whose inputs lie in memory of ours."""

    version = ncnn.__version__

    def __init__(self, param: Path, weights: Path, shape: list[int], threads: int) -> None:
        self.net = ncnn.Net()
        self.net.opt = options(threads)
        if self.net.load_param(str(param)) != 0 or self.net.load_model(str(weights)) != 0:
            raise RuntimeError(f"{param}: ncnn cannot load it")
        self.input_name = self.net.input_names()[0]
        self.output_names = self.net.output_names()
        self.shape = shape

    def set_input(self, values: Array) -> None:
        self.items = [ncnn.Mat(item) for item in values.reshape(-1, *self.shape[1:])]
        self.values = values

    def run(self) -> None:
        self.results = [self.run_item(item) for item in self.items]

    def run_item(self, item: ncnn.Mat) -> list[ncnn.Mat]:
        extractor = self.net.create_extractor()
        extractor.input(self.input_name, item)
        return [self.extract(extractor, name) for name in self.output_names]

    def extract(self, extractor: ncnn.Extractor, name: str) -> ncnn.Mat:
        status, result = extractor.extract(name)
        if status != 0:
            raise RuntimeError(f"ncnn cannot compute {name}")
        return result

    def outputs(self) -> list[Array]:
        return [np.stack([np.array(result[i]) for result in self.results])
                for i in range(len(self.output_names))]


if __name__ == "__main__":
    param, weights, shape = convert(Path(sys.argv[1]))
    begin = time.perf_counter()
    engine = Ncnn(param, weights, shape, int(sys.argv[3]))
    serve(engine, time.perf_counter() - begin)
