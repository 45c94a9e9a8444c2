"""Ingot and PyTorch take turns on one case: a model, a precision, a batch."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import agreement
import layer_rows
import numpy as np
from worker import Job, Worker, WorkerFailed

HERE = Path(__file__).resolve().parent
INGOT = "ingot"
RIVALS = ("eager", "fused", "compiled")
# Of the largest value, beside fp32.
TOLERANCE = {"fp32": 1e-4, "tf32": 1e-2, "fp16": 5e-2, "bf16": 2e-1}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Case:
    model: str
    prototxt: Path
    precision: str
    batch: int

    def title(self) -> str:
        return f"{self.model} {self.precision} batch {self.batch}"

    def plan(self) -> Path:
        return self.prototxt.with_name(f"{self.precision}.{self.batch}.plan")


@dataclass(frozen=True)
class Turns:
    rounds: int
    seconds: float


@dataclass
class Outcome:
    """What the case gave, by engine. Times are medians in microseconds."""

    queued_us: dict[str, float] = field(default_factory=dict)  # one inference behind the other
    latency_us: dict[str, float] = field(default_factory=dict)  # one at a time, as its caller sees it
    ready: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    layers: dict[str, layer_rows.Row] = field(default_factory=dict)  # Ingot's


def program(build: Path, name: str) -> list[str]:
    """The words that start it with the libraries of its build, whose names CUDA's libraries bear too:
    PyTorch must not see them."""
    return ["env", f"LD_LIBRARY_PATH={build / 'lib'}", str(build / "bin" / name)]


def job(build: Path, case: Case, engine: str) -> Job:
    if engine == INGOT:
        command = [*program(build, "ingot_worker"), str(case.prototxt), "-", str(case.batch),
                   case.precision, str(case.plan())]
    else:
        command = [sys.executable, "-B", str(HERE / "torch_worker.py"), str(case.prototxt),
                   str(case.batch), case.precision, engine]
    return Job(engine, command, len(os.sched_getaffinity(0)), case.prototxt.parent)


def start(stack: ExitStack, jobs: list[Job], outcome: Outcome) -> list[Worker]:
    """The workers that got ready, each with the machine for itself meanwhile; a rival may fail."""
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


def take_turns(workers: list[Worker], turns: Turns, outcome: Outcome, say: Say) -> None:
    """Rounds of turns, in an order that moves on by one each round; the first is a warm-up."""
    queued: dict[str, list[float]] = {worker.engine: [] for worker in workers}
    latencies: dict[str, list[float]] = {worker.engine: [] for worker in workers}
    for worker in workers:
        worker.queue(turns.seconds)
    for number in range(turns.rounds):
        say(f"round {number + 1}/{turns.rounds}")
        first = number % len(workers)
        for worker in workers[first:] + workers[:first]:
            queued[worker.engine] += worker.queue(turns.seconds)["inference_us"]
            latencies[worker.engine] += worker.run(turns.seconds)["latencies_us"]
    outcome.queued_us = {engine: statistics.median(all_) for engine, all_ in queued.items()}
    outcome.latency_us = {engine: statistics.median(all_) for engine, all_ in latencies.items()}


def ingot_json(build: Path, *words: str) -> dict[str, Any]:
    result = subprocess.run([*program(build, "ingot"), *words, "--json"], capture_output=True,
                            text=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip())
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def layers(build: Path, case: Case) -> dict[str, layer_rows.Row]:
    """From runs with a profiler, whose launches are plain ones."""
    plan = str(case.plan())
    timed = ingot_json(build, "bench", plan, "--batch", str(case.batch), "--duration", "0",
                       "--warmup", "0.1", "--iterations", "30", "--layers")
    seconds = [layer["mean"] for layer in timed["layers"]]
    return layer_rows.rows_of(ingot_json(build, "inspect", plan), seconds, case.batch)


def require_sound(build: Path, case: Case, worker: Worker) -> None:
    """Throws Disagreement unless Ingot computes what it does in fp32 without tensor cores."""
    described = ingot_json(build, "inspect", str(case.plan()))
    tensors = [described["tensors"][binding["tensor"]] for binding in described["bindings"]
               if binding["direction"] == "input"]
    source = case.prototxt.with_name("input.raw")
    agreement.write_input(layer_rows.shape_of(tensors[0], case.batch), source)
    exact = Case(case.model, case.prototxt, "fp32", case.batch)
    with Worker(Job("exact", job(build, exact, INGOT).command, 1, source.parent)) as reference:
        reference.ready()
        reference.check(source.name, "exact.raw")
    worker.check(source.name, "ingot.raw")
    values = [np.fromfile(source.with_name(name), np.float32) for name in ("exact.raw", "ingot.raw")]
    difference = agreement.fault(*values, tolerance=TOLERANCE[case.precision])
    if difference:
        raise agreement.Disagreement(f"{case.title()}: beside fp32 {difference}")


def measure(build: Path, case: Case, rivals: list[str], turns: Turns, say: Say) -> Outcome:
    """Throws WorkerFailed where Ingot fails, or a rival after its start."""
    outcome = Outcome()
    with ExitStack() as stack:
        say("building")
        jobs = [job(build, case, engine) for engine in (INGOT, *rivals)]
        workers = start(stack, jobs, outcome)
        require_sound(build, case, workers[0])
        take_turns(workers, turns, outcome, say)
    outcome.layers = layers(build, case)
    return outcome
