"""The figures as a table, as Markdown and as JSON."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import OURS
from rounds import INGOT, Outcome
from tables import markdown


@dataclass(frozen=True)
class Result:
    model: str
    source: str
    batch: int
    threads: int
    macs: int
    outcome: Outcome

    def best_rival(self) -> float | None:
        rivals = [us for engine, us in self.outcome.medians_us.items() if engine != INGOT]
        return min(rivals, default=None)

    def ratio(self) -> float | None:
        best = self.best_rival()
        return self.outcome.medians_us[INGOT] / best if best else None


@dataclass(frozen=True)
class Machine:
    date: str
    processor: str
    cores: int
    target: str  # the vector instructions that the peak was read with
    gflops: dict[int, float]  # by threads


def of_peak(result: Result, machine: Machine) -> float:
    """Multiply-adds as direct convolution counts them; Winograd's saving may take it above 1."""
    seconds = result.outcome.medians_us[INGOT] / 1e6
    return 2 * result.macs / seconds / (machine.gflops[result.threads] * 1e9)


def cells(result: Result, rivals: list[str], machine: Machine) -> list[str]:
    outcome, ratio = result.outcome, result.ratio()

    def milliseconds(engine: str) -> str:
        median = outcome.medians_us.get(engine)
        return "—" if median is None else f"{median / 1000:.3f}"

    return [result.model, str(result.batch), str(result.threads), milliseconds(INGOT),
            *map(milliseconds, rivals), "—" if ratio is None else f"{ratio:.3f}",
            f"{100 * of_peak(result, machine):.0f}",
            f"{outcome.ready[INGOT]['build_seconds']:.1f}",
            f"{outcome.peak_memory_bytes[INGOT] / 2**20:.0f}"]


def table(results: list[Result], rivals: list[str], machine: Machine) -> str:
    head = ["model", "batch", "threads", "Ingot ms", *(f"{rival} ms" for rival in rivals), "ratio",
            "% of peak", "build s", "memory MB"]
    return markdown(head, [cells(result, rivals, machine) for result in results])


def summary(results: list[Result]) -> str:
    """`geomean R worst W (MODEL)` over batch 1, or over everything where there is no batch 1."""
    counted = [result for result in results if result.batch == 1] or results
    ratios = [(ratio, result.model) for result in counted if (ratio := result.ratio())]
    if not ratios:
        return "geomean — worst — (no rival ran)"
    geomean = math.exp(math.fsum(math.log(ratio) for ratio, _ in ratios) / len(ratios))
    worst, model = max(ratios)
    return f"geomean {geomean:.3f} worst {worst:.3f} ({model})"


def heading(machine: Machine, versions: dict[str, str]) -> str:
    peaks = ", ".join(f"{gflops:.0f} GFLOP/s on {threads}"
                      for threads, gflops in machine.gflops.items())
    engines = ", ".join(f"{engine} {version}" for engine, version in versions.items())
    return (f"{machine.date}, {machine.processor}, {machine.cores} cores; fp32 peak "
            f"({machine.target}, threads): {peaks}\n{engines}")


def sources(results: list[Result]) -> str:
    """Which models are of INGOT_TEST_DATA, and which of networks.py."""
    def names(are_ours: bool) -> str:
        return ", ".join(dict.fromkeys(result.model for result in results
                                       if (result.source == OURS) == are_ours)) or "none"

    return f"Topologies of the test data: {names(False)}; of {OURS}: {names(True)}."


def failures(results: list[Result]) -> list[str]:
    return [f"{result.model}, batch {result.batch}, {result.threads} threads: {failure}"
            for result in results for failure in result.outcome.failures.values()]


def disturbed(results: list[Result]) -> list[str]:
    return [f"{result.model}, batch {result.batch}, {result.threads} threads: {count} turns of "
            f"{engine} count though a neighbour had a part of the cores"
            for result in results for engine, count in result.outcome.disturbed.items()]


def versions(results: list[Result]) -> dict[str, str]:
    return {engine: ready["version"] for result in results
            for engine, ready in result.outcome.ready.items()}


def text(results: list[Result], rivals: list[str], machine: Machine) -> str:
    """Everything that is printed, the summary last."""
    parts = [heading(machine, versions(results)), table(results, rivals, machine),
             sources(results)]
    parts += failures(results) + disturbed(results)
    return "\n\n".join([*parts, summary(results)])


def as_data(results: list[Result], machine: Machine) -> dict[str, Any]:
    rows = [dataclasses.asdict(result) | {"ratio": result.ratio(),
                                          "of_peak": of_peak(result, machine)}
            for result in results]
    return {"machine": dataclasses.asdict(machine), "results": rows, "summary": summary(results)}


def save(folder: Path, results: list[Result], rivals: list[str], machine: Machine) -> None:
    (folder / "results.md").write_text(text(results, rivals, machine) + "\n")
    data = json.dumps(as_data(results, machine), indent=1)
    (folder / "results.json").write_text(data + "\n")
