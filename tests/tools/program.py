"""The program under test, and what is expected of it.

A script is called as: SCRIPT.py INGOT
"""

import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

INGOT = sys.argv[1]
NET = """
name: "small"
input: "data"  input_shape { dim: 1 dim: 4 dim: 16 dim: 16 }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 16 kernel_size: 3 weight_filler { type: "xavier" } } }
layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
layer { name: "left" type: "Convolution" bottom: "conv" top: "left"
  convolution_param { num_output: 16 kernel_size: 1 weight_filler { type: "xavier" } } }
layer { name: "right" type: "Convolution" bottom: "conv" top: "right"
  convolution_param { num_output: 16 kernel_size: 1 weight_filler { type: "xavier" } } }
layer { name: "join" type: "Concat" bottom: "left" bottom: "right" top: "join" }
layer { name: "pool" type: "Pooling" bottom: "join" top: "pool"
  pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "ip" type: "InnerProduct" bottom: "pool" top: "ip"
  inner_product_param { num_output: 10 weight_filler { type: "xavier" } } }
layer { name: "prob" type: "Softmax" bottom: "ip" top: "prob" }
"""

_failures = []


def run(*words):
    return subprocess.run([INGOT, *map(str, words)], capture_output=True, text=True)


def expect(holds, what, result=""):
    if not holds:
        _failures.append(what)
        print(f"FAIL {what}: {result}")


def succeeds(*words):
    """Runs the program; returns what it prints."""
    result = run(*words)
    expect(result.returncode == 0 and not result.stderr, f"{words} succeeds in silence", result)
    return result.stdout


def refuses_words(*words, part):
    result = run(*words)
    lines = result.stderr.splitlines()
    expect(result.returncode == 2 and len(lines) == 2 and part in lines[0]
           and len(lines[0]) < 200
           and lines[1].startswith("usage: ingot") and not result.stdout,
           f"{words} is refused", result)


def fails(*words, part):
    result = run(*words)
    expect(result.returncode == 1 and len(result.stderr.splitlines()) == 1
           and part in result.stderr and not result.stdout, f"{words} fails", result)


def on_terminal(*words):
    """Exit code and output of the program on a terminal of its own."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(INGOT, [INGOT, *map(str, words)])
    out = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the terminal's other end is closed
            break
        if not part:
            break
        out += part
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), out.decode()


class Folder(tempfile.TemporaryDirectory):
    """A temporary folder with the network of this module, as paths."""

    def __enter__(self):
        path = Path(super().__enter__())
        (path / "net.prototxt").write_text(NET)
        return path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def finish():
    """Ends the script with its verdict."""
    print(f"{len(_failures)} failures")
    sys.exit(1 if _failures else 0)
