#!/usr/bin/env python3
"""Every public header compiles alone, without warnings, at each TensorRT level.

The language is the one that programs of the level are built with: C++11 at level 5, C++14 to 8, C++17 above.
With --stamp, a run over unchanged headers that passed before is skipped.
"""

import argparse
import concurrent.futures
import hashlib
import os
import re
import subprocess
from pathlib import Path

from tree import ROOT, files, finish, relative

LEVELS = (5, 7, 8, 10, 11)
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror")


def cases():
    """(header, level) of everything to compile: a level's own headers at that level only."""
    for path in files("include", suffixes={".h"}):
        own = re.match(r"include/(?:tensorrt-|ingot/levels/level_)(\d+)", relative(path))
        for level in [int(own[1])] if own else LEVELS:
            yield path, level


def compile_alone(compiler, header, level):
    """A finding, or None."""
    include = ROOT / "include"
    command = [compiler, "-fsyntax-only", f"-std=c++{11 if level == 5 else 14 if level <= 8 else 17}", *WARNINGS,
               f"-DINGOT_TENSORRT_LEVEL={level}", f"-I{include / f'tensorrt-{level}'}",
               f"-I{include}", f"-I{include / 'cuda'}", "-x", "c++", "-"]
    result = subprocess.run(command, input=f'#include "{header}"\n', capture_output=True, text=True)
    if result.returncode == 0:
        return None
    return f"{relative(header)}:1: does not compile alone at level {level}\n{result.stderr}"


def digest(compiler):
    """Names the compiler and every header's content."""
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout
    state = hashlib.sha256((version + Path(__file__).read_text()).encode())
    for path in files("include", suffixes={".h"}):
        state.update(relative(path).encode() + path.read_bytes())
    return state.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--stamp", type=Path, help="file that remembers the last run that passed")
    args = parser.parse_args()
    state = digest(args.compiler)
    if args.stamp and args.stamp.exists() and args.stamp.read_text() == state:
        print("unchanged since it last passed")
        finish([])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: compile_alone(args.compiler, *case), cases()))
    findings = [result for result in results if result]
    print(f"{len(results)} headers compiled alone")
    if args.stamp and not findings:
        args.stamp.write_text(state)
    finish(findings)


if __name__ == "__main__":
    main()
