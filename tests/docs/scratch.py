"""The folder in which a document's commands run: the tutorial's files, stand-ins for files that the
documents speak of but nobody has, and the installed tree as `~/ingot`."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/tools"))

from arrays import write_npy, write_pnm  # noqa: E402

TUTORIAL = ROOT / "examples/tutorial"
CLASSIFIER = """input: "data"  input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 5 kernel_size: 8 weight_filler { type: "xavier" } } }
layer { name: "prob" type: "Softmax" bottom: "conv" top: "prob" }"""
PICTURES = """input: "data"  input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "half" type: "Power" bottom: "data" top: "half" power_param { scale: 0.5 } }"""
SUM = """input: "data"  input_shape { dim: 1 dim: 2 dim: 1 dim: 2 }
input: "state"  input_shape { dim: 1 dim: 2 dim: 1 dim: 2 }
layer { name: "sum" type: "Eltwise" bottom: "data" bottom: "state" top: "sum"
  eltwise_param { operation: SUM } }"""


def plan(network):
    def make(path):
        prototxt = path.with_suffix(".made.prototxt")
        prototxt.write_text(network)
        subprocess.run(["ingot", "build", prototxt, "--plan", path], check=True, capture_output=True)
    return make


def picture(path):
    write_pnm(path, 6, 5, [(37 * i) % 256 for i in range(6 * 5 * 3)])


def array(path):
    write_npy(path, (1, 2, 1, 2), [1, 2, 3, 4])


STAND_INS = {
    "squeezenet.plan": plan(CLASSIFIER),
    "net.plan": plan(SUM),
    "waifu2x.prototxt": lambda path: path.write_text(PICTURES),
    "waifu2x.caffemodel": lambda path: shutil.copy(TUTORIAL / "lenet.caffemodel", path),
    "cat.jpg": picture,
    "in.png": picture,
    "synset_words.txt": lambda path: path.write_text("".join(f"label {i}\n" for i in range(5))),
    "first.npy": array,
    "second.npy": array,
}


def fill(folder, prefix, text):
    """Puts the tutorial's files, and the stand-ins that the text names, into the folder."""
    for name in ("lenet.prototxt", "lenet.caffemodel"):
        shutil.copy(TUTORIAL / name, folder)
    shutil.copytree(TUTORIAL / "digits", folder / "digits")
    (folder / "ingot").symlink_to(prefix)
    for name, make in STAND_INS.items():
        if name in text:
            make(folder / name)
