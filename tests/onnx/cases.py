#!/usr/bin/env python3
"""Every row of tests/ops/*.cases as ONNX models, run in ONNX Runtime.

usage: cases.py ONNX_CASES FILE.cases...
"""

import collections
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

environment.enter()

import numpy
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument
from onnxruntime.capi.onnxruntime_pybind11_state import NotImplemented as NoKernel

import runtime

TYPES = {"f32": "float32", "f16": "float16", "i8": "int8", "u8": "uint8", "i32": "int32",
         "i64": "int64", "bool": "bool"}


def elements(folder, value):
    data = numpy.fromfile(folder / f"{value['name']}.in", TYPES[value["type"]])
    return data.reshape(value["shape"])


def has_empty_image(values):
    """Without pixels: some of ONNX Runtime's kernels refuse such a one."""
    return any(0 in value["shape"][2:] for value in values)


def run(folder):
    """Runs a model and keeps its result; returns why not, or None."""
    case = json.loads((folder / "case.json").read_text())
    values = [*case["inputs"], case["output"]]
    if any(value["type"] not in TYPES for value in values):
        return "numpy has no bf16"
    runtime.checked(folder / "model.onnx")
    try:
        session = runtime.session(folder / "model.onnx")
    except NoKernel as error:
        return "ONNX Runtime has no kernel: " + str(error).split("for ")[-1].split("(node")[0].strip()
    try:
        result, = session.run(None, {v["name"]: elements(folder, v) for v in case["inputs"]})
    except InvalidArgument:
        if not has_empty_image(values):
            raise
        return "ONNX Runtime refuses the empty image"
    if list(result.shape) != case["output"]["shape"]:
        raise ValueError(f"expected shape {case['output']['shape']}, got {list(result.shape)}")
    result.tofile(folder / "result")
    return None


class Report:
    def __init__(self):
        self.counts = collections.Counter()
        self.reasons = collections.Counter()
        self.failures = 0

    def fail(self, model, reason):
        self.failures += 1
        print(f"FAIL {model}: {reason}")

    def leave_out(self, model, reason):
        self.counts[f"{kind(model)}: left out"] += 1
        self.reasons[re.sub(r"\d+", "#", reason)] += 1

    def finish(self):
        for what, count in sorted(self.counts.items()):
            print(f"{count} {what}")
        for reason, count in sorted(self.reasons.items()):
            print(f"{count} left out: {reason}")
        print(f"{self.failures} failures (ONNX Runtime {onnxruntime.__version__})")
        sys.exit(1 if self.failures else 0)


def kind(model):
    """Which extents the model knows."""
    return "extents " + model.rsplit(":", 1)[1]


def lines(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [line.split("\t", 1) for line in result.stdout.splitlines()]


def run_all(driver, folder, cases, report):
    for model, outcome in lines(driver, "write", folder, *cases):
        if outcome != "written":
            # Without extents, some padding and slices have no form in ONNX; nor have windows that
            # meet nothing, with them.
            must_be = model.endswith(":known") and not outcome.endswith("windows meet no cell")
            report.fail(model, outcome) if must_be else report.leave_out(model, outcome)
            continue
        try:
            reason = run(Path(folder) / model)
        except Exception as error:  # whatever the checker and the runtime throw
            report.fail(model, " ".join(str(error).split()))
            continue
        if reason:
            report.leave_out(model, reason)


def compare_all(driver, folder, cases, report):
    for model, outcome in lines(driver, "compare", folder, *cases):
        if re.search(r"expected -?(2\.14748e\+09|9\.22337e\+18), got", outcome):
            report.leave_out(model, "ONNX leaves open what integers that overflow become")
            continue
        if outcome != "agrees":
            report.fail(model, outcome)
        report.counts[f"{kind(model)}: {'agree' if outcome == 'agrees' else 'differ'}"] += 1


def main():
    driver, *cases = sys.argv[1:]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        run_all(driver, folder, cases, report)
        compare_all(driver, folder, cases, report)
    report.finish()


if __name__ == "__main__":
    main()
