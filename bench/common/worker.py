"""A worker process and its side of the protocol (protocol.py)."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMEOUT = 900.0  # seconds for one answer; building the largest model is among them
LAST_WORDS = 6  # lines of the log that an error shows


class WorkerFailed(Exception):
    """The message is the end of the worker's log."""


@dataclass(frozen=True)
class Job:
    engine: str
    command: list[str]
    threads: int
    folder: Path  # in which the worker runs, and keeps its log

    def log(self) -> Path:
        return self.folder / f"{self.engine}.log"


class Worker:
    """Starts at once; ready() waits until the engine is built. Between its answers the process is
    stopped, so that its threads take nothing of another's turn. Use it in a with statement."""

    def __init__(self, job: Job) -> None:
        self.engine = job.engine
        self.log = job.log()
        environment = os.environ | {"INGOT_THREADS": str(job.threads),
                                    "OMP_NUM_THREADS": str(job.threads)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(job.command, cwd=job.folder, env=environment,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=log)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def ready(self) -> dict[str, Any]:
        return self.answer()

    def check(self, source: str, target: str) -> None:
        """Names of files in the worker's folder, without spaces."""
        self.ask(f"check {source} {target}")

    def run(self, seconds: float) -> dict[str, Any]:
        return self.ask(f"run {seconds}")

    def queue(self, seconds: float) -> dict[str, Any]:
        return self.ask(f"queue {seconds}")

    def ask(self, command: str) -> dict[str, Any]:
        assert self.process.stdin
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(command.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.failure("ended") from None
        return self.answer()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], TIMEOUT)[0]:
            raise self.failure(f"gave no answer in {TIMEOUT:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise self.failure("ended")
        self.process.send_signal(signal.SIGSTOP)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def failure(self, what: str) -> WorkerFailed:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return WorkerFailed("\n".join([f"{self.engine} {what}", *lines[-LAST_WORDS:]]))
