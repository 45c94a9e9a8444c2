"""What every worker process speaks, over its standard input and output.

When its engine is ready, a worker prints one line, a JSON object:
    {"version": …, "build_seconds": …, "peak_memory_bytes": …}; Ingot's also "plan_bytes" and
    "device_memory_bytes", and, where it was asked to build twice, "cached_build_seconds": the
    second time, with the first one's timing cache; "builder_seconds": both, of the builder alone,
    from the network to the plan in memory; "is_same_plan": whether both plans have the same bytes.
    On a GPU all say "gpu_memory_bytes".
Then it answers each command with one line:
    check INPUT OUTPUT  runs once on raw float32 values, writes the outputs likewise: {}
    run SECONDS         runs for about that long:
                        {"latencies_us": […], "peak_memory_bytes": …}
    queue SECONDS       likewise, inferences queued one behind the other on a GPU's stream:
                        {"inference_us": […]}, each the mean of some
    quit                ends, without an answer
Anything else goes to the standard error; a worker that fails ends with a status above 0.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Engine(Protocol):
    """A network that is ready to run. On a GPU also a Queue."""

    version: str

    def set_input(self, values: Array) -> None:
        """Takes the values of all items of the batch, flat."""

    def run(self) -> None:
        """One inference to its end, input and output in memory that the engine need not copy."""

    def outputs(self) -> list[Array]:
        """What the last inference gave."""


class Queue(Protocol):
    """A GPU's stream on which inferences follow one another."""

    def time(self, count: int) -> float:
        """Seconds of so many inferences, between two events of the stream."""


QUEUED = 10  # inferences between two events


def peak_memory() -> int:
    """The process's largest resident memory so far, in bytes; 0 where the system does not tell."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def latencies(engine: Engine, seconds: float) -> list[float]:
    result: list[float] = []
    run, clock = engine.run, time.perf_counter_ns
    end = clock() + int(seconds * 1e9)
    while True:
        start = clock()
        run()
        stop = clock()
        result.append((stop - start) / 1e3)
        if stop >= end:
            return result


def inference_times(queue: Queue, seconds: float) -> list[float]:
    result: list[float] = []
    end = time.perf_counter() + seconds
    while not result or time.perf_counter() < end:
        result.append(queue.time(QUEUED) / QUEUED * 1e6)
    return result


def answer(engine: Any, command: list[str]) -> dict[str, object]:
    match command:
        case ["check", source, target]:
            engine.set_input(np.fromfile(source, np.float32))
            engine.run()
            np.concatenate([values.ravel() for values in engine.outputs()]).tofile(target)
            return {}
        case ["run", seconds]:
            times = latencies(engine, float(seconds))
            return {"latencies_us": times, "peak_memory_bytes": peak_memory()}
        case ["queue", seconds]:
            return {"inference_us": inference_times(engine, float(seconds))}
    raise ValueError(f"unknown command: {' '.join(command)}")


def say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


def serve(engine: Engine, build_seconds: float, **more: object) -> None:
    """Obeys the standard input until it ends or says quit. `more` goes into the first line."""
    say({"version": engine.version, "build_seconds": build_seconds,
         "peak_memory_bytes": peak_memory(), **more})
    for line in sys.stdin:
        command = line.split()
        if command == ["quit"]:
            return
        say(answer(engine, command))
