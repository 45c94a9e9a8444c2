#!/usr/bin/env python3
"""clang-format leaves every source as it is. Exit code 77: clang-format is not there."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

from tree import ROOT, files, finish, relative

LINE = re.compile(r"^(.+?:\d+):\d+: error: ", re.MULTILINE)
FILES_A_CALL = 64


def findings_in(tool, sources):
    result = subprocess.run([tool, "--dry-run", "-Werror", *sources], cwd=ROOT, capture_output=True, text=True)
    lines = dict.fromkeys(LINE.findall(result.stderr))
    if result.returncode != 0 and not lines:
        return [f"{sources[0]}:1: clang-format failed: {result.stderr}"]
    return [f"{line}: not as clang-format writes it (./dev format)" for line in lines]


def main():
    tool = shutil.which("clang-format")
    if tool is None:
        print("skipped: clang-format is not installed")
        sys.exit(77)
    sources = [relative(path) for path in files(suffixes={".h", ".cpp"})]
    calls = [sources[i:i + FILES_A_CALL] for i in range(0, len(sources), FILES_A_CALL)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        finish([finding for found in pool.map(lambda call: findings_in(tool, call), calls) for finding in found])


if __name__ == "__main__":
    main()
