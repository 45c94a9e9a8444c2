"""Engines take turns on one case: a model, a batch, a number of threads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agreement import require_agreement
from worker import Job, Worker, WorkerFailed

INGOT = "ingot"
PAUSE = 0.05  # seconds after each turn, in which spinning threads of the last engine fall asleep


@dataclass(frozen=True)
class Turns:
    rounds: int
    seconds: float  # of one turn


@dataclass
class Outcome:
    """What the case gave, by engine."""

    medians_us: dict[str, float] = field(default_factory=dict)
    samples: dict[str, int] = field(default_factory=dict)
    ready: dict[str, dict[str, Any]] = field(default_factory=dict)
    peak_memory_bytes: dict[str, int] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def start(stack: ExitStack, jobs: list[Job], outcome: Outcome) -> list[Worker]:
    """The workers that got ready, one built after the other. A rival may fail, Ingot may not."""
    workers = []
    for job in jobs:
        worker = stack.enter_context(Worker(job))
        try:
            outcome.ready[job.engine] = worker.ready()
            workers.append(worker)
        except WorkerFailed as failure:
            if job.engine == INGOT:
                raise
            outcome.failures[job.engine] = str(failure)
    return workers


def check(model: str, workers: list[Worker], source: Path) -> None:
    """Throws Disagreement."""
    for worker in workers:
        worker.check(source.name, f"{worker.engine}.raw")
    require_agreement(model, {worker.engine: source.with_name(f"{worker.engine}.raw")
                              for worker in workers})


def take_turns(workers: list[Worker], turns: Turns, outcome: Outcome,
               say: Callable[[str], None]) -> None:
    """Rounds of turns, in an order that moves on by one each round; the first is a warm-up."""
    latencies: dict[str, list[float]] = {worker.engine: [] for worker in workers}
    for number in range(turns.rounds + 1):
        say(f"round {number}/{turns.rounds}" if number else "warm-up")
        first = number % len(workers)
        for worker in workers[first:] + workers[:first]:
            answer = worker.run(turns.seconds)
            if number:
                latencies[worker.engine] += answer["latencies_us"]
            outcome.peak_memory_bytes[worker.engine] = answer["peak_memory_bytes"]
            time.sleep(PAUSE)
    outcome.medians_us = {engine: statistics.median(all_) for engine, all_ in latencies.items()}
    outcome.samples = {engine: len(all_) for engine, all_ in latencies.items()}


def measure(model: str, jobs: list[Job], source: Path, turns: Turns,
            say: Callable[[str], None]) -> Outcome:
    """`source`, the input, lies in the folder of all jobs. Throws Disagreement, or WorkerFailed
    where Ingot fails, or a rival after its start."""
    outcome = Outcome()
    with ExitStack() as stack:
        say("starting")
        workers = start(stack, jobs, outcome)
        say("comparing outputs")
        check(model, workers, source)
        take_turns(workers, turns, outcome, say)
    return outcome
