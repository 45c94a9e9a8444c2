"""The project's files, as every check sees them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("include", "src", "parsers", "tools", "python", "examples", "tests", "bench", "cmake")
SOURCE_SUFFIXES = {".h", ".cpp", ".py", ".cmake", ".cases", ".fbs", ".proto"}


def files(*folders, suffixes=SOURCE_SUFFIXES):
    """The files below the folders (all of the project's where none is given), sorted."""
    for folder in folders or FOLDERS:
        for path, names, entries in os.walk(ROOT / folder):
            names[:] = sorted(n for n in names if n != "__pycache__" and not n.startswith("."))
            for entry in sorted(entries):
                if Path(entry).suffix in suffixes:
                    yield Path(path) / entry


def relative(path):
    return path.relative_to(ROOT).as_posix()


def finish(findings):
    """Prints the findings and ends the script with their verdict."""
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} findings")
    sys.exit(1 if findings else 0)
