"""The figures as text and as JSON."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases import INGOT, RIVALS, Case, Outcome
from layer_rows import Row
from tables import markdown

ELEMENT = {"fp16": 2, "bf16": 2, "tf32": 4, "fp32": 4}  # bytes
LEAST = 0.01  # of the time: layers below it share a row


@dataclass(frozen=True)
class Gpu:
    date: str
    gpu: str
    products: dict[str, float]  # operations a second, by precision
    copies: float  # bytes a second


@dataclass(frozen=True)
class Result:
    case: Case
    source: str
    outcome: Outcome

    def best_rival(self) -> float | None:
        return min((us for engine, us in self.outcome.queued_us.items() if engine != INGOT),
                   default=None)

    def ratio(self) -> float | None:
        best = self.best_rival()
        return self.outcome.queued_us[INGOT] / best if best else None


def floor(row: Row, precision: str, gpu: Gpu) -> float:
    """Seconds: operations over the product rate or bytes over the copy rate, the larger."""
    return max(2 * row.macs / gpu.products[precision],
               ELEMENT[precision] * row.elements / gpu.copies)


def roofline(result: Result, gpu: Gpu) -> float:
    """Seconds, the sum over the layers."""
    return sum(floor(row, result.case.precision, gpu) for row in result.outcome.layers.values())


def milliseconds(microseconds: float | None) -> str:
    return "—" if microseconds is None else f"{microseconds / 1000:.3f}"


def megabytes(outcome: Outcome, engine: str) -> str:
    ready = outcome.ready.get(engine)
    return f"{ready['gpu_memory_bytes'] / 2**20:.0f}" if ready else "—"


def line(result: Result) -> str:
    times = ", ".join(f"{engine} {milliseconds(us)} ms"
                      for engine, us in result.outcome.queued_us.items())
    return f"{result.case.title()}: {times}"


def cells(result: Result, gpu: Gpu) -> list[str]:
    case, outcome, ratio = result.case, result.outcome, result.ratio()
    ready, bound = outcome.ready[INGOT], roofline(result, gpu)
    return [case.model, case.precision, str(case.batch), milliseconds(outcome.queued_us[INGOT]),
            *(milliseconds(outcome.queued_us.get(rival)) for rival in RIVALS),
            "—" if ratio is None else f"{ratio:.2f}", milliseconds(bound * 1e6),
            f"{outcome.queued_us[INGOT] / 1e6 / bound:.1f}",
            *(milliseconds(outcome.latency_us.get(engine)) for engine in (INGOT, *RIVALS)),
            f"{ready['build_seconds']:.1f}", f"{ready['cached_build_seconds']:.1f}",
            *(megabytes(outcome, engine) for engine in (INGOT, *RIVALS))]


def table(results: list[Result], gpu: Gpu) -> str:
    head = ["model", "precision", "batch", "Ingot ms", *(f"{rival} ms" for rival in RIVALS),
            "ratio", "roofline ms", "times it", "latency ms", *RIVALS, "build s", "cached s",
            "GPU MB", *RIVALS]
    return markdown(head, [cells(result, gpu) for result in results])


def layer_table(result: Result, gpu: Gpu) -> str:
    rows, precision = result.outcome.layers, result.case.precision
    total = sum(row.seconds for row in rows.values())
    shown = {title: row for title, row in rows.items() if row.seconds >= LEAST * total}
    small = [row for title, row in rows.items() if title not in shown]
    lines = [[title, str(row.count), f"{row.seconds * 1e6:.1f}", f"{100 * row.seconds / total:.1f}",
              f"{floor(row, precision, gpu) * 1e6:.1f}",
              f"{row.seconds / floor(row, precision, gpu):.1f}"]
             for title, row in sorted(shown.items(), key=lambda item: -item[1].seconds)]
    if small:
        seconds = sum(row.seconds for row in small)
        lines.append(["others", str(sum(row.count for row in small)), f"{seconds * 1e6:.1f}",
                      f"{100 * seconds / total:.1f}", "—", "—"])
    head = ["layers", "count", "us", "% of time", "roofline us", "times it"]
    return f"{result.case.title()}, by layers, launched one by one:\n\n{markdown(head, lines)}"


def summary(results: list[Result]) -> str:
    ratios = [(ratio, result.case.model) for result in results if (ratio := result.ratio())]
    if not ratios:
        return "geomean — worst — (no rival ran)"
    geomean = math.exp(math.fsum(math.log(ratio) for ratio, _ in ratios) / len(ratios))
    worst, model = max(ratios)
    return f"geomean {geomean:.2f} worst {worst:.2f} ({model})"


def summaries(results: list[Result]) -> str:
    """One line a precision and batch, then that of all."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(f"{result.case.precision} batch {result.case.batch}", []).append(result)
    lines = [f"{group}: {summary(members)}" for group, members in groups.items()]
    return "\n".join([*lines, summary(results)])


def heading(gpu: Gpu, results: list[Result]) -> str:
    products = ", ".join(f"{rate / 1e12:.0f} TFLOP/s in {precision}"
                         for precision, rate in gpu.products.items())
    versions = {engine: ready["version"] for result in results
                for engine, ready in result.outcome.ready.items()}
    return (f"{gpu.date}, {gpu.gpu}; products {products}; copies {gpu.copies / 1e12:.2f} TB/s\n"
            + ", ".join(f"{engine} {version}" for engine, version in versions.items()))


def failures(results: list[Result]) -> list[str]:
    return [f"{result.case.title()}: {failure}" for result in results
            for failure in result.outcome.failures.values()]


def text(results: list[Result], gpu: Gpu) -> str:
    """Everything that is printed, the summary last."""
    return "\n\n".join([heading(gpu, results), *(layer_table(result, gpu) for result in results),
                        table(results, gpu), *failures(results), summaries(results)])


def as_data(results: list[Result], gpu: Gpu) -> dict[str, Any]:
    rows = [dataclasses.asdict(result) | {"ratio": result.ratio(),
                                          "roofline_us": roofline(result, gpu) * 1e6}
            for result in results]
    return {"gpu": dataclasses.asdict(gpu), "results": rows, "summary": summary(results)}


def save(folder: Path, results: list[Result], gpu: Gpu) -> None:
    (folder / "results.md").write_text(text(results, gpu) + "\n")
    data = json.dumps(as_data(results, gpu), indent=1, default=str)
    (folder / "results.json").write_text(data + "\n")
