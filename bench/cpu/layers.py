#!/usr/bin/env python3
"""Where a network's time goes: for each layer its time and the part of the machine's peak.

Prints Markdown tables, one a number of threads. Layers of one kind and shape share a row. Times are
the least of several runs' means; the peak is read in between.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import models
from layer_rows import Row, rows_of

ROOT = Path(__file__).resolve().parents[2]


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
