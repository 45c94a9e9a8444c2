#!/usr/bin/env python3
"""Ingot, ONNX Runtime, OpenVINO and ncnn take turns on the same networks and weights, in fp32.

Prints medians, their ratio to the best rival's, and, last, `geomean R worst W (MODEL)` over
batch 1. The same goes to results.md and results.json in the work folder.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import agreement
import models
import network_facts
import report
from progress import Progress
from rounds import INGOT, Turns, measure
from worker import Job, WorkerFailed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RIVALS = ("onnxruntime", "openvino", "ncnn")
WITHOUT_BATCH = {"ncnn"}  # run the items of a batch one by one


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench cpu", description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help=f"{', '.join(models.QUICK)} at batch 1, short turns")
    parser.add_argument("--models", nargs="+", choices=sorted(models.NETWORKS), metavar="MODEL",
                        help=f"of {', '.join(models.NETWORKS)}")
    parser.add_argument("--batch", nargs="+", type=int, metavar="N", help="1 8 unless given")
    parser.add_argument("--threads", nargs="+", type=int, metavar="N", help="1 2 unless given")
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, metavar="RIVAL",
                        help=f"of {', '.join(RIVALS)}")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, help="of one turn (0.2; 0.1 with --quick)")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release",
                        help="folder in which Ingot is built")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench-cpu",
                        help="folder for models, logs and results")
    args = parser.parse_args()
    args.build, args.work = args.build.resolve(), args.work.resolve()
    args.models = args.models or list(models.QUICK if args.quick else models.NETWORKS)
    args.batch = args.batch or ([1] if args.quick else [1, 8])
    args.threads = args.threads or [1, 2]
    args.rivals = list(RIVALS if args.rivals is None else args.rivals)
    args.seconds = args.seconds or (0.1 if args.quick else 0.2)
    return args


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def read_machine(args: argparse.Namespace) -> report.Machine:
    command = [args.build / "bin/peak", *map(str, args.threads)]
    peak = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return report.Machine(
        date=datetime.date.today().isoformat(), processor=processor(),
        cores=len(os.sched_getaffinity(0)), target=peak["target"],
        gflops={int(threads): value for threads, value in peak["gflops"].items()})


def command(args: argparse.Namespace, engine: str, files: models.Files, batch: int,
            threads: int) -> list[str]:
    if engine == INGOT:
        return [str(args.build / "bin/ingot_worker"), str(files.prototxt), "-", str(batch)]
    onnx = models.export(args.build / "bin/ingot", files, 1 if engine in WITHOUT_BATCH else batch)
    return [sys.executable, "-B", str(HERE / f"rivals/{engine}_worker.py"), str(onnx), str(batch),
            str(threads)]


def run_model(args: argparse.Namespace, name: str, progress: Progress) -> Iterable[report.Result]:
    files = models.prepare(name, args.work)
    folder = files.prototxt.parent
    for batch in args.batch:
        progress.say(f"{name} batch {batch}: exporting")
        facts = network_facts.read(models.export(args.build / "bin/ingot", files, batch))
        source = folder / "input.raw"
        agreement.write_input(facts.input_shape, source)
        for threads in args.threads:
            title = f"{name} batch {batch} threads {threads}"
            jobs = [Job(engine, command(args, engine, files, batch, threads), threads, folder)
                    for engine in (INGOT, *args.rivals)]
            watcher = Job("peak", [str(args.build / "bin/peak"), "--watch", str(threads)], threads,
                          folder)
            outcome = measure(title, jobs, watcher, source, Turns(args.rounds, args.seconds),
                              partial(progress.say_of, title))
            progress.step()
            yield report.Result(name, files.source, batch, threads, facts.macs, outcome)


def run(args: argparse.Namespace) -> None:
    args.work.mkdir(parents=True, exist_ok=True)
    progress = Progress(len(args.models) * len(args.batch) * len(args.threads))
    results: list[report.Result] = []
    progress.say("reading the machine's peak")
    machine = read_machine(args)
    try:
        for name in args.models:
            for result in run_model(args, name, progress):
                results.append(result)
                report.save(args.work, results, args.rivals, machine)
    finally:
        progress.end()
    print(report.text(results, args.rivals, machine))


def main() -> None:
    try:
        run(arguments())
    except (agreement.Disagreement, WorkerFailed, RuntimeError) as failure:
        sys.exit(f"bench cpu: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
