#!/usr/bin/env python3
"""What a second thread gives, and what a neighbour costs that keeps one core busy.

Prints Ingot's medians on one thread, on two, and on two beside such a process, in turns before and
after which both cores were all there (calm.py).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import models
from calm import Watch, undisturbed
from worker import Job, Worker, WorkerFailed

ROOT = Path(__file__).resolve().parents[2]
BUSY = "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nwhile True: pass"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench threads", description=__doc__)
    parser.add_argument("--model", choices=sorted(models.NETWORKS), default="resnet50")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.5, help="of one turn")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench-threads")
    return parser.parse_args()


@contextmanager
def busy_neighbour() -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", BUSY]) as process:
        time.sleep(0.2)
        try:
            yield
        finally:
            process.kill()


def turn(worker: Worker, seconds: float) -> float:
    return statistics.median(worker.run(seconds)["latencies_us"]) / 1000


def turn_beside_neighbour(worker: Worker, seconds: float) -> float:
    with busy_neighbour():
        return turn(worker, seconds)


def run(args: argparse.Namespace) -> None:
    files = models.prepare(args.model, args.work)
    command = [str(args.build.resolve() / "bin/ingot_worker"), str(files.prototxt.resolve()), "-",
               "1"]
    jobs = [Job(f"ingot_{threads}", command, threads, files.prototxt.parent) for threads in (1, 2)]
    peak = Job("peak", [str(args.build.resolve() / "bin/peak"), "--watch", "2"], 2,
               files.prototxt.parent)
    with Worker(jobs[0]) as one, Worker(jobs[1]) as two, Worker(peak) as watcher:
        for worker in (one, two, watcher):
            worker.ready()
        watch = Watch(watcher)
        turns = [(turn, one), (turn, two), (turn_beside_neighbour, two)]
        rounds = [[undisturbed(watch, partial(take, worker, args.seconds))
                   for take, worker in turns] for _ in range(args.rounds)]
    alone, both, beside = ([value for value, _ in column] for column in zip(*rounds))
    num_disturbed = sum(not was_calm for row in rounds for _, was_calm in row)
    speed_ups = [a / b for a, b in zip(alone, both)]
    costs = [c / b for b, c in zip(both, beside)]
    print(f"{args.model}, {len(os.sched_getaffinity(0))} cores: "
          f"one thread {statistics.median(alone):.2f} ms, two {statistics.median(both):.2f} ms, "
          f"beside a busy process {statistics.median(beside):.2f} ms")
    if num_disturbed > 0:
        print(f"{num_disturbed} of {len(turns) * args.rounds} turns count though something else had "
              "a part of the cores")
    print(f"two threads {statistics.median(speed_ups):.2f} times as fast (best round "
          f"{max(speed_ups):.2f}); a busy neighbour costs a factor of {statistics.median(costs):.2f}")


if __name__ == "__main__":
    try:
        run(arguments())
    except WorkerFailed as failure:
        sys.exit(f"bench threads: {failure}")
