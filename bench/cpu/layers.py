#!/usr/bin/env python3
"""Where a network's time goes: for each layer its time and the part of the machine's peak.

Prints Markdown tables, one a number of threads. Layers of one kind and shape share a row. Times are
the least of several runs' means; the peak is read in between.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import models

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Row:
    count: int = 0
    seconds: float = 0
    macs: int = 0  # as direct convolution counts them


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench layers", description=__doc__)
    parser.add_argument("models", nargs="+", choices=sorted(models.NETWORKS), metavar="MODEL",
                        help=", ".join(sorted(models.NETWORKS)))
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=50, help="of a round")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench-layers")
    return parser.parse_args()


def output_of(command: list[str]) -> str:
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"bench layers: {result.stderr.strip()}")
    return result.stdout


def shape_of(tensor: dict[str, Any], batch: int) -> list[int]:
    return [batch if extent == "N" else extent for extent in tensor["shape"]]


def macs_of(kind: str, inputs: list[list[int]], output: list[int]) -> int:
    if kind == "convolution":
        return math.prod(output) * math.prod(inputs[1][1:])
    if kind == "deconvolution":
        return math.prod(inputs[0]) * math.prod(inputs[1][1:])
    if kind == "matrix_multiply":
        return math.prod(output) * inputs[0][-1]
    return 0


def title_of(operator: dict[str, Any], inputs: list[list[int]], output: list[int]) -> str:
    """As "convolution 3×3 s2, 64→128, 28²" or "pooling, 64, 56²"."""
    kind, attributes, title = operator["name"], operator["attributes"], operator["name"]
    if kind in ("convolution", "deconvolution"):
        window = inputs[1][2:]
        title = "depthwise" if attributes["groups"] == inputs[0][1] > 1 else kind
        title += " " + "×".join(map(str, window))
        if (stride := attributes["stride"][0]) > 1:
            title += f" s{stride}"
    if len(output) < 3:
        return f"{title}, {inputs[0][-1]}→{output[-1]}"
    channels = str(output[1]) if inputs[0][1] == output[1] else f"{inputs[0][1]}→{output[1]}"
    extents = output[2:]
    extent = f"{extents[0]}²" if len(set(extents)) == 1 and len(extents) == 2 else "×".join(
        map(str, extents))
    return f"{title}, {channels}, {extent}"


def rows_of(plan: dict[str, Any], seconds: list[float], batch: int) -> dict[str, Row]:
    rows: dict[str, Row] = defaultdict(Row)
    for step, duration in zip(plan["steps"], seconds, strict=True):
        shapes = {i: shape_of(plan["tensors"][i], batch) for i in step["inputs"] + step["outputs"]}
        inputs, output = [shapes[i] for i in step["inputs"]], shapes[step["outputs"][0]]
        row = rows[title_of(step["operator"], inputs, output)]
        row.count += 1
        row.seconds += duration
        row.macs += macs_of(step["operator"]["name"], inputs, output)
    return rows


def table(name: str, threads: int, rows: dict[str, Row], gflops: float) -> str:
    total = sum(row.seconds for row in rows.values())
    macs = sum(row.macs for row in rows.values())
    lines = [f"{name}, {threads} thread{'s' * (threads > 1)}, peak {gflops:.0f} GFLOP/s: "
             f"{total * 1e3:.3f} ms, {2 * macs / total / gflops / 1e7:.0f} % of it", "",
             "| layers | count | ms | % of time | % of peak |", "|:--|--:|--:|--:|--:|"]
    rest = Row()
    for title, row in rows.items():
        if row.seconds < 0.004 * total:
            rest.count, rest.seconds = rest.count + row.count, rest.seconds + row.seconds
            continue
        peak = f"{2 * row.macs / row.seconds / gflops / 1e7:.0f}" if row.macs else "—"
        lines.append(f"| {title} | {row.count} | {row.seconds * 1e3:.3f} | "
                     f"{100 * row.seconds / total:.1f} | {peak} |")
    if rest.count:
        lines.append(f"| others | {rest.count} | {rest.seconds * 1e3:.3f} | "
                     f"{100 * rest.seconds / total:.1f} | — |")
    return "\n".join(lines) + "\n"


def measure(name: str, threads: int, args: argparse.Namespace) -> str:
    files = models.prepare(name, args.work)
    ingot, plan = str(args.build.resolve() / "bin/ingot"), str(files.prototxt.with_suffix(".plan"))
    size = ["--batch", str(args.batch)]
    output_of(["env", f"INGOT_THREADS={threads}", ingot, "build", str(files.prototxt), "--plan", plan,
               *size])
    command = [ingot, "bench", plan, *size, "--threads", str(threads), "--duration", "0",
               "--warmup", "0.1", "--iterations", str(args.iterations), "--layers", "--json"]
    seconds: list[float] = []
    gflops = 0.0
    for _ in range(args.rounds):
        peak = json.loads(output_of([str(args.build.resolve() / "bin/peak"), str(threads)]))
        gflops = max(gflops, peak["gflops"][str(threads)])
        layers = [layer["mean"] for layer in json.loads(output_of(command))["layers"]]
        seconds = [min(pair) for pair in zip(seconds, layers, strict=True)] if seconds else layers
    described = json.loads(output_of([ingot, "inspect", plan, "--json"]))
    return table(name, threads, rows_of(described, seconds, args.batch), gflops)


def main() -> None:
    args = arguments()
    for name in args.models:
        for threads in args.threads:
            print(measure(name, threads, args), flush=True)


if __name__ == "__main__":
    main()
