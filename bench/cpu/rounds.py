"""Engines take turns on one case: a model, a batch, a number of threads."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from agreement import require_agreement
from calm import Watch, undisturbed
from worker import Job, Worker, WorkerFailed

INGOT = "ingot"


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
    disturbed: dict[str, int] = field(default_factory=dict)  # turns that count nevertheless


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


def take_turn(worker: Worker, seconds: float, watch: Watch, outcome: Outcome) -> dict[str, Any]:
    answer, was_calm = undisturbed(watch, partial(worker.run, seconds))
    if not was_calm:
        outcome.disturbed[worker.engine] = outcome.disturbed.get(worker.engine, 0) + 1
    return answer


def take_turns(workers: list[Worker], turns: Turns, watch: Watch, outcome: Outcome,
               say: Callable[[str], None]) -> None:
    """Rounds of turns, in an order that moves on by one each round; the first is a warm-up."""
    latencies: dict[str, list[float]] = {worker.engine: [] for worker in workers}
    for worker in workers:
        worker.run(turns.seconds)
    for number in range(turns.rounds):
        say(f"round {number + 1}/{turns.rounds}")
        first = number % len(workers)
        for worker in workers[first:] + workers[:first]:
            answer = take_turn(worker, turns.seconds, watch, outcome)
            latencies[worker.engine] += answer["latencies_us"]
            outcome.peak_memory_bytes[worker.engine] = answer["peak_memory_bytes"]
    outcome.medians_us = {engine: statistics.median(all_) for engine, all_ in latencies.items()}
    outcome.samples = {engine: len(all_) for engine, all_ in latencies.items()}


def measure(model: str, jobs: list[Job], watcher: Job, source: Path, turns: Turns,
            say: Callable[[str], None]) -> Outcome:
    """`source`, the input, lies in the folder of all jobs; `watcher` reads the machine's speed.
    Throws Disagreement, or WorkerFailed where Ingot fails, or a rival after its start."""
    outcome = Outcome()
    with ExitStack() as stack:
        say("starting")
        workers = start(stack, jobs, outcome)
        say("comparing outputs")
        check(model, workers, source)
        watch = stack.enter_context(Worker(watcher))
        watch.ready()
        take_turns(workers, turns, Watch(watch), outcome, say)
    return outcome
