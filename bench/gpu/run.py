#!/usr/bin/env python3
"""Ingot and PyTorch, eager, fused and compiled, take turns on the same shapes on an NVIDIA GPU.

Prints each layer's time, a table of medians with their ratio to PyTorch's best time, and, last,
`geomean R worst W (MODEL)`. The same goes to results.md and results.json in the work folder.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import agreement
import models
import report
from cases import RIVALS, Case, Turns, measure
from progress import Progress
from worker import WorkerFailed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODELS = ("resnet50", "squeezenet_v1.1", "vgg16", "googlenet", "alexnet")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench gpu", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="resnet50 in fp16 at batch 1")
    parser.add_argument("--models", nargs="+", choices=MODELS, metavar="MODEL",
                        help=f"of {', '.join(MODELS)}")
    parser.add_argument("--precision", nargs="+", choices=("fp16", "bf16", "tf32", "fp32"),
                        metavar="PRECISION", help="fp16 tf32 unless given; or bf16, fp32")
    parser.add_argument("--batch", nargs="+", type=int, metavar="N", help="1 8 128 unless given")
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, metavar="RIVAL",
                        help=f"of {', '.join(RIVALS)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.2, help="of one turn")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release",
                        help="folder in which Ingot is built")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench-gpu",
                        help="folder for models, logs and results")
    args = parser.parse_args()
    args.build, args.work = args.build.resolve(), args.work.resolve()
    args.models = args.models or list(MODELS[:1] if args.quick else MODELS)
    args.precision = args.precision or (["fp16"] if args.quick else ["fp16", "tf32"])
    args.batch = args.batch or ([1] if args.quick else [1, 8, 128])
    args.rivals = list(RIVALS if args.rivals is None else args.rivals)
    return args


def read_gpu() -> report.Gpu:
    command = [sys.executable, "-B", str(HERE / "ceilings.py")]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"PyTorch does not run on a GPU here: {result.stderr.strip()}")
    return report.Gpu(date=datetime.date.today().isoformat(), **json.loads(result.stdout))


def run(args: argparse.Namespace) -> None:
    args.work.mkdir(parents=True, exist_ok=True)
    progress = Progress(len(args.models) * len(args.precision) * len(args.batch))
    results: list[report.Result] = []
    progress.say("reading the GPU's ceilings")
    gpu = read_gpu()
    try:
        for name in args.models:
            files = models.prepare(name, args.work)
            for precision in args.precision:
                for batch in args.batch:
                    case = Case(name, files.prototxt, precision, batch)
                    outcome = measure(args.build, case, args.rivals,
                                      Turns(args.rounds, args.seconds),
                                      partial(progress.say_of, case.title()))
                    results.append(report.Result(case, files.source, outcome))
                    report.save(args.work, results, gpu)
                    progress.step(report.line(results[-1]))
    finally:
        progress.end()
    print(report.text(results, gpu))


def main() -> None:
    try:
        run(arguments())
    except (agreement.Disagreement, WorkerFailed, RuntimeError) as failure:
        sys.exit(f"bench gpu: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
