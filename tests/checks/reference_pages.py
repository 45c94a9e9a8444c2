#!/usr/bin/env python3
"""Doxygen makes the reference pages of the public headers without a warning.

Exit code 77: Doxygen is not there. The pages go where --output says.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tree import ROOT, files, finish, relative

MEMBER = re.compile(r"  [^ }#/]")  # the first line of a member of a class
WARNING = re.compile(rf"^{re.escape(str(ROOT))}/")


def in_named_groups(path):
    """Members without a docstring of their own: there, Doxygen gives them the first member's."""
    named, before = False, ""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        named = ("\\name" in line or named) and "\\}" not in line
        if named and MEMBER.match(line) and before.endswith((";", "}", "\\{")):
            yield f"{relative(path)}:{number}: no docstring above {line.strip()}"
        before = line or before


def warnings(doxygen, output):
    output.mkdir(parents=True, exist_ok=True)
    settings = (ROOT / "docs/Doxyfile").read_text() + f'OUTPUT_DIRECTORY = "{output}"\n'
    result = subprocess.run([doxygen, "-"], input=settings, cwd=ROOT, capture_output=True, text=True)
    lines = [WARNING.sub("", line) for line in (result.stdout + result.stderr).splitlines() if line]
    return lines or ([f"doxygen ended with {result.returncode}"] if result.returncode else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "build/docs")
    output = parser.parse_args().output
    doxygen = shutil.which("doxygen")
    if doxygen is None:
        print("skipped: Doxygen is not installed")
        sys.exit(77)
    headers = files("include", suffixes={".h"})
    finish([finding for path in headers for finding in in_named_groups(path)]
           + warnings(doxygen, output))


if __name__ == "__main__":
    main()
