#!/usr/bin/env python3
"""OpenVINO's CPU device in fp32, one stream: openvino_worker.py ONNX BATCH THREADS"""

from __future__ import annotations

import sys
import time

import numpy as np
import openvino as ov
import openvino.properties as properties
import openvino.properties.hint as hint

from protocol import Array, serve


def settings(threads: int) -> dict[str, object]:
    return {
        hint.performance_mode(): hint.PerformanceMode.LATENCY,
        hint.execution_mode(): hint.ExecutionMode.ACCURACY,
        hint.inference_precision(): ov.Type.f32,
        properties.inference_num_threads(): threads,
        properties.num_streams(): 1,
        "CPU_DENORMALS_OPTIMIZATION": True,
    }


class OpenVino:
    """A request whose input and outputs stay where they are."""

    version = ov.__version__.split("-")[0]

    def __init__(self, path: str, threads: int) -> None:
        core = ov.Core()
        self.model = core.compile_model(core.read_model(path), "CPU", settings(threads))
        self.request = self.model.create_infer_request()

    def set_input(self, values: Array) -> None:
        shape = list(self.model.input(0).shape)
        self.values = np.ascontiguousarray(values.reshape(shape))
        self.request.set_input_tensor(0, ov.Tensor(self.values, shared_memory=True))

    def run(self) -> None:
        # Without copies; quicker than start_async and wait, which wake another thread.
        self.request.infer(share_outputs=True, decode_strings=False)

    def outputs(self) -> list[Array]:
        return [self.request.get_output_tensor(i).data for i in range(len(self.model.outputs))]


if __name__ == "__main__":
    begin = time.perf_counter()
    engine = OpenVino(sys.argv[1], int(sys.argv[3]))
    serve(engine, time.perf_counter() - begin)
