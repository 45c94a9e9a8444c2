#!/usr/bin/env python3
"""ONNX Runtime's CPU provider: onnxruntime_worker.py ONNX BATCH THREADS"""

from __future__ import annotations

import sys
import time

import numpy as np
import onnxruntime as ort

from protocol import Array, serve


def options(threads: int) -> ort.SessionOptions:
    result = ort.SessionOptions()
    result.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    result.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    result.intra_op_num_threads = threads
    result.inter_op_num_threads = 1
    result.add_session_config_entry("session.intra_op.allow_spinning", "1")
    result.add_session_config_entry("session.set_denormal_as_zero", "1")
    return result


class OnnxRuntime:
    """A session whose input and outputs are bound once."""

    version = ort.__version__

    def __init__(self, path: str, threads: int) -> None:
        self.session = ort.InferenceSession(path, options(threads),
                                            providers=["CPUExecutionProvider"])
        self.binding = self.session.io_binding()
        self.input = self.session.get_inputs()[0]
        self.bind_outputs()

    def bind_outputs(self) -> None:
        self.results = []
        for output in self.session.get_outputs():
            value = ort.OrtValue.ortvalue_from_numpy(np.zeros(output.shape, np.float32))
            self.binding.bind_ortvalue_output(output.name, value)
            self.results.append(value)

    def set_input(self, values: Array) -> None:
        self.value = ort.OrtValue.ortvalue_from_numpy(values.reshape(self.input.shape))
        self.binding.bind_ortvalue_input(self.input.name, self.value)

    def run(self) -> None:
        self.session.run_with_iobinding(self.binding)

    def outputs(self) -> list[Array]:
        return [value.numpy() for value in self.results]


if __name__ == "__main__":
    begin = time.perf_counter()
    engine = OnnxRuntime(sys.argv[1], int(sys.argv[3]))
    serve(engine, time.perf_counter() - begin)
