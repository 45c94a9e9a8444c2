"""The fenced blocks and the inline code of a document."""

import re
from dataclasses import dataclass

INLINE = re.compile(r"`([^`\n]+)`")


@dataclass
class Fence:
    language: str
    line: int  # of the first line inside
    lines: list


def read(path):
    """The document's fences, and (line, text) of each piece of inline code."""
    fences, inline, fence = [], [], None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("```"):
            if fence is None:
                fence = Fence(line[3:].strip(), number + 1, [])
            else:
                fences.append(fence)
                fence = None
        elif fence is not None:
            fence.lines.append(line)
        else:
            inline += [(number, text) for text in INLINE.findall(line)]
    return fences, inline


def commands(lines, first):
    """(line, text) of each command; a backslash at its end continues a line."""
    text, start = "", first
    for number, line in enumerate(lines, first):
        text += line
        if line.endswith("\\"):
            text += "\n"
            continue
        if text.strip() and not text.lstrip().startswith("#"):
            yield start, text
        text, start = "", number + 1
    if text:
        yield start, text


def dialogues(fence):
    """(line, command, shown lines) of each `$ command` of a console."""
    found = []
    for number, line in enumerate(fence.lines, fence.line):
        if line.startswith("$ "):
            found.append((number, line[2:], []))
        elif found:
            found[-1][2].append(line)
    return found
