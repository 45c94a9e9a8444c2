"""Whether all engines compute the same."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-3  # of the largest value
CORRELATION = 0.99  # of deviations from the mean
FLAT = 1e-4  # outputs that differ less than this part of the largest say nothing of correlation

Array = NDArray[np.float32]


class Disagreement(Exception):
    """Names the model and the two engines."""


def write_input(shape: list[int], path: Path) -> None:
    """The same values in every run, between -1 and 1."""
    values = np.random.default_rng(2016).uniform(-1, 1, math.prod(shape))
    values.astype(np.float32).tofile(path)


def fault(reference: Array, other: Array, tolerance: float = TOLERANCE) -> str | None:
    """How two outputs differ, if they do."""
    if reference.shape != other.shape:
        return f"{other.size} values instead of {reference.size}"
    if not (np.isfinite(reference).all() and np.isfinite(other).all()):
        return "values that are not finite"
    largest = float(np.abs(reference).max())
    error = float(np.abs(reference - other).max())
    if error > tolerance * largest:
        return f"an error of {error:.3g} where the largest value is {largest:.3g}"
    if np.ptp(reference) > FLAT * largest:
        correlation = float(np.corrcoef(reference, other)[0, 1])
        if not correlation > CORRELATION:
            return f"a correlation of {correlation:.3f}"
    return None


def require_agreement(model: str, outputs: dict[str, Path]) -> None:
    """Every output against that of the last engine. Throws Disagreement."""
    values = {engine: np.fromfile(path, np.float32) for engine, path in outputs.items()}
    *others, reference = values
    for engine in others:
        difference = fault(values[reference], values[engine])
        if difference:
            raise Disagreement(f"{model}: {engine} disagrees with {reference}: {difference}")
