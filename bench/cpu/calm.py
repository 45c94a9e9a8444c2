"""Turns of a bench that nothing else disturbed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from worker import Worker

PAUSE = 0.05  # seconds after each turn, in which spinning threads of the last engine fall asleep
CALM = 0.9  # of the machine's best speed: below it, a neighbour has a part of the cores
PATIENCE = 5  # turns, until one counts though it was disturbed


class Watch:
    """Tells whether the cores are all there: a process that reads the machine's speed."""

    def __init__(self, watcher: Worker) -> None:
        self.watcher = watcher
        self.best = max(self.look() for _ in range(20))

    def look(self) -> float:
        return float(self.watcher.ask("look")["gflops"])

    def is_calm(self) -> bool:
        speed = self.look()
        self.best = max(self.best, speed)
        return speed >= CALM * self.best


def undisturbed(watch: Watch, turn: Callable[[], Any]) -> tuple[Any, bool]:
    """What a turn gave before and after which the machine was calm, and True; after many others,
    what any gave, and False."""
    for _ in range(PATIENCE):
        is_calm = watch.is_calm()
        answer = turn()
        time.sleep(PAUSE)
        if is_calm and watch.is_calm():
            return answer, True
    return answer, False
