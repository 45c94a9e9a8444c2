#!/usr/bin/env python3
"""The program ingot: exit codes and messages of its subcommand export.

usage: tool.py INGOT
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import environment

NET = """
input: "data"  input_shape { dim: 1 dim: 2 dim: 4 dim: 4 }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 3 kernel_size: 3 weight_filler { type: "xavier" } } }
layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
"""

environment.enter()

import runtime

tool = sys.argv[1]
failures = []


def run(*words):
    return subprocess.run([tool, *map(str, words)], capture_output=True, text=True)


def expect(holds, what, result):
    if not holds:
        failures.append(what)
        print(f"FAIL {what}: {result}")


def refuses_words(*words, part):
    result = run(*words)
    lines = result.stderr.splitlines()
    expect(result.returncode == 2 and len(lines) == 2 and part in lines[0]
           and lines[1].startswith("usage: ingot"), f"{words} is refused", result)


def fails(*words, part):
    result = run(*words)
    expect(result.returncode == 1 and len(result.stderr.splitlines()) == 1 and part in result.stderr,
           f"{words} fails", result)


def writes(path, *options, batch):
    result = run("export", *options, "--onnx", path)
    expect(result.returncode == 0 and not result.stderr, f"{options} is exported", result)
    runtime.checked(path)
    shape = runtime.session(path).get_inputs()[0].shape
    expect(shape == [batch, 2, 4, 4], f"{options} has batch {batch}", shape)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    model, onnx = folder / "net.prototxt", folder / "net.onnx"
    model.write_text(NET)
    (folder / "no_net.prototxt").write_text("layer {")
    writes(onnx, model, batch="N")
    writes(onnx, model, "--optimised", "--batch", 5, "--output", "conv", batch=5)
    refuses_words(part="subcommand")
    refuses_words("export", model, part="--onnx")
    refuses_words("export", folder / "none.prototxt", "--onnx", onnx, part="none.prototxt")
    refuses_words("export", model, "--onnx", onnx, "--batch", 0, part="--batch")
    refuses_words("export", model, "--onnx", onnx, "--fast", part="--fast")
    fails("export", folder / "no_net.prototxt", "--onnx", onnx, part="no_net.prototxt")
    fails("export", model, "--onnx", folder / "none" / "net.onnx", part="none")
    fails("export", model, "--onnx", onnx, "--output", "prob", part="has no blob 'prob'")
    expect(run("export", "--help").returncode == 0, "--help is no failure", "")
    left = sorted(path.name for path in folder.iterdir())
    expect(left == ["net.onnx", "net.prototxt", "no_net.prototxt"], "no file is left behind", left)

print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
