#!/usr/bin/env python3
"""The findings of commands.py on documents that are wrong, and none on one that is right.

usage: convention.py BINARIES
"""

import sys
import tempfile
from pathlib import Path

from commands import check

RIGHT = """`ingot inspect --json` and `./dev test asan`
```sh
ingot build lenet.prototxt \\
  --plan a.plan   # a comment
test -s a.plan
./dev bench cpu --quick
```
```console
$ printf 'time  x  y  name\\n3.5 us  c8  b  conv1\\n-  x\\nend 4\\n'
time   x  y  name
12 ms  c16  other  conv2
…
end 7
```
```cpp
#include <vector>
```
```sh
c++ -fsyntax-only program.cpp
```
"""
# A document, and where and what its one finding is.
WRONG = [
    ("```\nls\n```\n", 1, "a fence of ''"),
    ("```text\n./dev test\n```\n", 2, "a command in a fence of text"),
    ("```sh\ntrue\nfalse\n```\n", 3, "ends with 1"),
    ("```sh\nno-such-program\n```\n", 2, "ends with 127"),
    ("```sh\ningot inspect none.plan\n```\n", 2, "none.plan"),
    ("```sh\n./dev frobnicate\n```\n", 2, "no such command"),
    ("```sh\n./dev bench tpu\n```\n", 2, "no such command"),
    ("```console\nfalse\n```\n", 2, "begins with"),
    ("```console\n$ echo one\ntwo\n```\n", 2, "another shape"),
    ("```console\n$ echo 'a b  c  d  e'\n…\nmore\n```\n", 2, "another shape"),
    ("```console\n$ printf '1  2  3  conv\\n'\n1  2  3  pool\n```\n", 2, "another shape"),
    ("```console\n$ printf 'time  a  b  c\\n'\ntime  a  b  d\n```\n", 2, "another shape"),
    ("```cpp\nint main() { return 1 }\n```\n```sh\nc++ program.cpp\n```\n", 5, "expected"),
    ("`ingot frobnicate --json`\n", 1, "no such subcommand"),
    ("`ingot inspect --frobnicate`\n", 1, "is no option"),
    ("`./dev frobnicate`\n", 1, "no such command"),
]


def findings_of(text, binaries):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "page.md"
        path.write_text(text)
        return check(path, binaries, Path(name))


def main():
    binaries, failures = Path(sys.argv[1]).resolve(), []
    right = findings_of(RIGHT, binaries)
    if right:
        failures.append(f"a right document has findings: {right}")
    for text, line, part in WRONG:
        found = findings_of(text, binaries)
        if len(found) != 1 or not found[0].startswith(f"page.md:{line}:") or part not in found[0]:
            failures.append(f"{text!r}: expected one finding of line {line} with '{part}', got {found}")
    print("\n".join([*failures, f"{len(failures)} failures"]))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
