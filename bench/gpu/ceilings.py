#!/usr/bin/env python3
"""The GPU's ceilings, as JSON: its name, the rates of matrix products and the rate of copies."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable

import torch

SIDE = 8192  # of the matrices
COPY = 1 << 30  # elements of 4 bytes, far beyond the cache
REPEATS = 10


def seconds(work: Callable[[], object]) -> float:
    """The median of several, each between two events."""
    times = []
    for _ in range(REPEATS + 2):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        work()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) * 1e-3)
    return statistics.median(times[2:])


def product_rate(kind: torch.dtype, tf32: bool) -> float:
    """Operations a second, a multiply-add being two."""
    torch.backends.cuda.matmul.allow_tf32 = tf32
    a, b = (torch.randn(SIDE, SIDE, device="cuda", dtype=kind) for _ in range(2))
    return 2 * SIDE**3 / seconds(lambda: torch.mm(a, b))


def copy_rate() -> float:
    """Bytes a second, read and written."""
    source = torch.randn(COPY, device="cuda")
    target = torch.empty_like(source)
    return 2 * source.nbytes / seconds(lambda: target.copy_(source))


if __name__ == "__main__":
    print(json.dumps({
        "gpu": torch.cuda.get_device_name(),
        "products": {"fp16": product_rate(torch.float16, False),
                     "bf16": product_rate(torch.bfloat16, False),
                     "tf32": product_rate(torch.float32, True),
                     "fp32": product_rate(torch.float32, False)},
        "copies": copy_rate(),
    }))
