"""The bench's models: where each comes from, and its files in the work folder."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from networks import NETWORKS

OURS = "networks.py"  # a source
QUICK = ("squeezenet_v1.1", "resnet20", "mobilenet_v1")

# Below the folder that INGOT_TEST_DATA names. What is not there is a network of networks.py.
TOPOLOGIES = {
    "squeezenet_v1.1": "squeezenet_v1.1",
    "mobilenet_v1": "mobilenet_v1",
    "googlenet": "googlenet",
    "resnet50": "resnet50",
    "vgg16": "vgg16",
    "alexnet": "alexnet",
    "densenet121": "densenet121",
    "mobilenet_ssd": "mobilenet_ssd_voc",
}

FIRST_HEAD = re.compile(r'^layer\s*\{\s*name:\s*"[^"]*mbox', re.MULTILINE)


@dataclass(frozen=True)
class Files:
    """A model in the work folder."""

    name: str
    source: str  # for the report: OURS, or a file of INGOT_TEST_DATA
    prototxt: Path

    def onnx(self, batch: int) -> Path:
        return self.prototxt.with_name(f"batch{batch}.onnx")


def topology(name: str) -> Path | None:
    data = os.environ.get("INGOT_TEST_DATA")
    if not data or name not in TOPOLOGIES:
        return None
    path = Path(data) / "caffe" / "topologies" / f"{TOPOLOGIES[name]}.prototxt"
    return path if path.is_file() else None


def trunk(text: str) -> str:
    """An SSD's text up to its detection heads; any other text as it is."""
    head = FIRST_HEAD.search(text)
    return text[:head.start()] if head else text


def prepare(name: str, work: Path) -> Files:
    """Writes the model's prototxt into the work folder."""
    given = topology(name)
    text = trunk(given.read_text()) if given else NETWORKS[name]()
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    files = Files(name, given.name if given else OURS, folder / "deploy.prototxt")
    files.prototxt.write_text(text)
    return files


def export(ingot: Path, files: Files, batch: int) -> Path:
    """The model with random weights, as the builder leaves it (folded), for the rivals."""
    path = files.onnx(batch)
    if not path.exists():
        command = [str(ingot), "export", str(files.prototxt), "--onnx", str(path), "--optimised",
                   "--batch", str(batch)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"{files.name}: {result.stderr.strip()}")
    return path
