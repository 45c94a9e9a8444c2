#!/usr/bin/env python3
"""What a timing cache saves: each model's first build, and the second with the first one's times.

Only the builder counts, from the network to the plan, both in memory. Prints a table of medians and,
last, `largest arena P % (MODEL)`, of the largest live set of its tensors, and `least T (MODEL)`: the
least of the ratios. Both plans should have the same bytes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import models
from progress import Progress
from tables import markdown
from worker import Job, Worker, WorkerFailed

ROOT = Path(__file__).resolve().parents[2]
HEAD = ["model", "first s", "second s", "times", "same plan", "arena %"]


@dataclass(frozen=True)
class Result:
    model: str
    first: float  # seconds
    second: float
    is_same_plan: bool  # in all rounds
    arena_percent: float  # of the largest live set; the largest of all rounds

    def times(self) -> float:
        return self.first / self.second

    def cells(self) -> list[str]:
        return [self.model, f"{self.first:.3f}", f"{self.second:.4f}", f"{self.times():.1f}",
                "yes" if self.is_same_plan else "no", f"{self.arena_percent:.2f}"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench build", description=__doc__)
    parser.add_argument("--models", nargs="+", choices=sorted(models.NETWORKS), metavar="MODEL",
                        default=list(models.NETWORKS), help=f"of {', '.join(models.NETWORKS)}")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3, help="pairs of builds, a process each")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release",
                        help="folder in which Ingot is built")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench-build")
    return parser.parse_args()


def arena_percent(ingot: Path, plan: Path) -> float:
    """Of the largest live set; 100 where both are nothing."""
    inspected = subprocess.run([ingot, "inspect", plan, "--json"], capture_output=True, text=True)
    if inspected.returncode != 0:
        raise WorkerFailed(inspected.stderr.strip())
    return json.loads(inspected.stdout)["memory"].get("arena_percent", 100)


def measure(name: str, args: argparse.Namespace, progress: Progress) -> Result:
    files = models.prepare(name, args.work.resolve())
    programs, plan = args.build.resolve() / "bin", files.prototxt.with_suffix(".plan")
    command = [str(programs / "ingot_worker"), str(files.prototxt), "-", "1", "fp32", str(plan)]
    answers, arenas = [], []
    for number in range(args.rounds):
        progress.say(f"{name}: round {number + 1}/{args.rounds}")
        with Worker(Job("ingot", command, args.threads, files.prototxt.parent)) as worker:
            answers.append(worker.ready())
        arenas.append(arena_percent(programs / "ingot", plan))
    first, second = (statistics.median(pair) for pair in
                     zip(*(answer["builder_seconds"] for answer in answers)))
    is_same_plan = all(answer["is_same_plan"] for answer in answers)
    return Result(name, first, second, is_same_plan, max(arenas))


def measure_all(args: argparse.Namespace) -> Iterable[Result]:
    progress = Progress(len(args.models))
    try:
        for name in args.models:
            yield measure(name, args, progress)
            progress.step(name)
    finally:
        progress.end()


def main() -> None:
    try:
        results = list(measure_all(arguments()))
    except WorkerFailed as failure:
        sys.exit(f"bench build: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    least = min(results, key=Result.times)
    print(markdown(HEAD, [result.cells() for result in results]))
    largest = max(results, key=lambda result: result.arena_percent)
    print(f"\nlargest arena {largest.arena_percent:.2f} % ({largest.model})")
    print(f"least {least.times():.1f} ({least.model})")


if __name__ == "__main__":
    main()
