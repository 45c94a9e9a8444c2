#!/usr/bin/env python3
"""clang-format leaves every source as it is. Exit code 77: clang-format is not there."""

import concurrent.futures
import os
import shutil
import subprocess
import sys

from tree import ROOT, files, finish, relative


def is_clean(tool, source):
    path = ROOT / source
    result = subprocess.run([tool, source], cwd=ROOT, capture_output=True)
    return result.returncode == 0 and result.stdout == path.read_bytes()


def main():
    tool = shutil.which("clang-format")
    if tool is None:
        print("skipped: clang-format is not installed")
        sys.exit(77)
    sources = [relative(path) for path in files(suffixes={".h", ".cpp"})]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        clean = pool.map(lambda source: is_clean(tool, source), sources)
        finish([f"{source}:1: not as clang-format writes it (./dev format)"
                for source, good in zip(sources, clean) if not good])


if __name__ == "__main__":
    main()
