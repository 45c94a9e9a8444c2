"""How far the bench is: one line on a terminal, elsewhere a line a finished case."""

from __future__ import annotations

import shutil
import sys
import time


class Progress:
    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.begin = time.monotonic()
        self.shown = sys.stderr.isatty()

    def say(self, what: str) -> None:
        if not self.shown:
            return
        minutes, seconds = divmod(int(time.monotonic() - self.begin), 60)
        line = f"[{self.done}/{self.total} {minutes}:{seconds:02}] {what}"
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{line[:width]}")
        sys.stderr.flush()

    def say_of(self, title: str, what: str) -> None:
        self.say(f"{title}: {what}")

    def step(self, said: str = "") -> None:
        self.done += 1
        if said and not self.shown:
            print(f"[{self.done}/{self.total}] {said}", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
