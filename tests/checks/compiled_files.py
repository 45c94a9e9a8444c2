#!/usr/bin/env python3
"""Reads changed files from the standard input, prints the files to compile so that all are seen.

A header is seen through the source of the same name, or else through one that includes it.
The argument is the build's compile_commands.json.
"""

import json
import sys
from pathlib import Path

from tree import ROOT


def main():
    commands = json.loads(Path(sys.argv[1]).read_text())
    compiled = sorted({Path(entry["file"]).resolve() for entry in commands})
    compiled = [path for path in compiled if ROOT in path.parents and "build" not in path.parts
                and path.suffix == ".cpp"]
    chosen = set()
    for name in sys.stdin.read().split():
        path = (ROOT / name).resolve()
        if path in compiled:
            chosen.add(path)
        elif path.suffix == ".h":
            twin = path.with_suffix(".cpp")
            include = f'{path.parent.name}/{path.name}"'
            users = [twin] if twin in compiled else [p for p in compiled if include in p.read_text()]
            chosen.update(users[:1])
    for path in sorted(chosen):
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
