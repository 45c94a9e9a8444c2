#!/usr/bin/env python3
"""ingot check: figures of the machine, as the system tells them elsewhere.

usage: check_machine.py INGOT
"""

import json
import os

from program import expect, finish, refuses_words, succeeds

report = json.loads(succeeds("check", "--json"))
processor, memory, peak, gpu = (report[name] for name in ("processor", "memory", "peak", "gpu"))

expect(processor["cores"] == len(os.sched_getaffinity(0)), "cores", processor)
expect(processor["simd"] and len(processor["caches"]) == 3, "SIMD and caches", processor)
if os.sysconf("SC_PHYS_PAGES") > 0:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    expect(0.5 * pages < memory["total"] < 2 * pages, "memory", memory)
    expect(memory["available"] <= memory["total"], "no more than all is available", memory)
expect(peak["one_thread"] > 0.5 and peak["all_threads"] > 0.5 * peak["one_thread"], "peak", peak)
expect(report["device"] and report["version"] > 0, "the library answers", report)

names = [library["name"] for library in gpu["libraries"]]
expect(names == ["driver", "CUDA runtime", "cuBLASLt", "cuDNN"], "libraries", gpu)
for library in gpu["libraries"]:
    expect(("path" in library) != ("how" in library), "found, or how to get it", library)
    expect("ingot" not in os.path.basename(library.get("path", "")), "not one of ours", library)
lacking = [library for library in gpu["libraries"] if "how" in library]
expect(report["missing"] == (lacking if gpu["present"] else []), "what is missing", report)
if gpu["devices"]:
    expect("path" in gpu["libraries"][0], "devices come from a driver", gpu)

lines = succeeds("check").splitlines()
for title in ("library:", "engines:", "processor:", "SIMD:", "caches:", "memory:", "peak:", "GPU:"):
    expect(sum(line.startswith(title) for line in lines) == 1, f"a line {title}", lines)
expect(lines[-1].startswith("missing:"), "what is missing comes last", lines)
refuses_words("check", "--fast", part="--fast")
finish()
