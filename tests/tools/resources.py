#!/usr/bin/env python3
"""What the machine refuses: a disk that is full behind the standard output, and memory.

usage: resources.py INGOT [REFUSED_MEMORY]
"""

import os
import subprocess
import sys
from pathlib import Path

from arrays import write_npy
from program import INGOT, Folder, expect, finish, succeeds

TRTEXEC = Path(INGOT).parent / "trtexec"
SHORT = ("--duration", 0.1, "--warmup", 0)


def check_full_disk(*words):
    with open("/dev/full", "w", encoding="utf-8") as full:
        result = subprocess.run([*map(str, words)], stdout=full, stderr=subprocess.PIPE, text=True)
    expect(result.returncode == 1 and len(result.stderr.splitlines()) == 1
           and "standard output" in result.stderr, f"{words} on a full disk", result)


def check_full_disks(folder):
    model, plan, item = folder / "net.prototxt", folder / "net.plan", folder / "item.npy"
    succeeds("build", model, "--plan", plan)
    write_npy(item, (1, 4, 16, 16), [0] * 4 * 16 * 16)
    for words in (("--help",), ("completion", "bash"), ("check",), ("inspect", plan),
                  ("inspect", plan, "--json"), ("run", plan, item), ("run", plan, item, "--json"),
                  ("bench", plan, *SHORT), ("bench", plan, *SHORT, "--json"), ("compare", model),
                  ("build", model, "--plan", plan)):
        check_full_disk(INGOT, *words)
    for words in (("--help",), (f"--loadEngine={plan}", "--duration=0.1", "--warmUp=0")):
        check_full_disk(TRTEXEC, *words)


def check_refused_memory(status, *words):
    """Allocations are refused from each on in turn, until there are none left to refuse."""
    number = 1
    while True:
        result = subprocess.run([*map(str, words), str(number)], capture_output=True, text=True,
                                env={**os.environ, "LD_PRELOAD": sys.argv[2]})
        if "bad_alloc" not in result.stderr:
            break
        expect(result.returncode == 1 and len(result.stderr.splitlines()) == 1,
               f"{words} without its allocation {number}", result)
        number += 1 + number // 30
    expect(result.returncode == status and number > 100, f"{words} with all of its memory", result)


with Folder() as temporary:
    check_full_disks(temporary)
if len(sys.argv) > 2:
    check_refused_memory(0, INGOT, "completion", "bash")
    check_refused_memory(2, INGOT, "bogus")
    check_refused_memory(2, TRTEXEC, "--bogus")
finish()
