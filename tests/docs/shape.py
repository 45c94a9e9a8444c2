"""Whether a program's output has the shape that a document shows.

Numbers, with their units, are all alike. In a row of a table, which begins with a number, the last
column and the number of columns count alone: tactics and formats are a machine's own choice. A line
`…` stands for any lines.
"""

import re

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?(?: (?:[num]?s|B|[KMG]iB)\b)?")
COLUMNS = re.compile(r"\s{2,}")
ANY = "…"
TABLE = 4  # columns at least


def columns(line):
    return COLUMNS.split(NUMBER.sub("#", line).strip())


def alike(shown, printed):
    a, b = columns(shown), columns(printed)
    is_row = len(a) >= TABLE and a[0] == b[0] == "#"
    return a == b or (is_row and len(a) == len(b) and a[-1] == b[-1])


def begins(shown, printed):
    return len(shown) <= len(printed) and all(map(alike, shown, printed))


def holds(shown, printed):
    """Whether the lines `printed` have the shape of the lines `shown`."""
    if not shown:
        return not printed
    if shown[0] == ANY:
        return any(holds(shown[1:], printed[i:]) for i in range(len(printed) + 1))
    length = shown.index(ANY) if ANY in shown else len(shown)
    return begins(shown[:length], printed) and holds(shown[length:], printed[length:])
