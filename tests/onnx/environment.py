"""The virtual environment with ONNX Runtime, which `./dev test onnx` makes."""

import os
import sys
from pathlib import Path

SKIPPED = 77
ROOT = Path(__file__).resolve().parents[2]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def enter():
    """Goes on in the environment (INGOT_ONNX_VENV, else build/venv/onnx); skips where it is missing."""
    folder = Path(os.environ.get("INGOT_ONNX_VENV", ROOT / "build" / "venv" / "onnx")).resolve()
    python = folder / "bin" / "python"
    if Path(sys.prefix).resolve() == folder:
        return
    if not python.exists():
        skip("there is no virtual environment with ONNX Runtime; `./dev test onnx` makes it")
    os.execv(python, [str(python), "-B", *sys.argv])
