"""Tables of a report."""

from __future__ import annotations


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """Its columns also stand under each other as plain text."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def line(row: list[str]) -> str:
        padded = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))]
        return f"| {' | '.join(padded)} |"

    rule = "|".join([f":{'-' * (widths[0] + 1)}", *(f"{'-' * (w + 1)}:" for w in widths[1:])])
    return "\n".join([line(head), f"|{rule}|", *map(line, rows)])
