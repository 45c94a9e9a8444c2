#!/usr/bin/env python3
"""docs/environment.md lists the environment variables that are read anywhere, and no other."""

import re

from tree import ROOT, files, finish, relative

PAGE = ROOT / "docs/environment.md"
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]*)` \|", re.MULTILINE)
NAME = r"([A-Z][A-Z0-9_]*)"
READS = {
    ".cpp": (rf'\bgetenv\(\s*"{NAME}"', rf'\bSetting k\w+{{"{NAME}"'),
    ".py": (rf'\bos\.environ\.get\("{NAME}"', rf'\bos\.environ\["{NAME}"\]', rf'\bgetenv\("{NAME}"'),
    ".cmake": (rf"\$ENV{{{NAME}}}",),
    ".sh": (rf"\$\{{?{NAME}\b",),
}
READS[".h"], READS[".txt"] = READS[".cpp"], READS[".cmake"]
# A call that names its variable in another way than READS can see.
HIDDEN = re.compile(r"\bgetenv\(\s*[^\"\s]")
HIDDEN_IN = {"src/base/settings.cpp"}  # its table is seen
OF_THE_SHELL = {"PWD", "SECONDS"}


def sources():
    """(path, kind) of every file that could read one."""
    for path in files(suffixes=set(READS)):
        if path.suffix != ".txt" or path.name == "CMakeLists.txt":
            yield path, path.suffix
    yield ROOT / "CMakeLists.txt", ".cmake"
    yield ROOT / "dev", ".sh"
    yield ROOT / ".ci/run", ".sh"


def own(text):
    """Variables that a shell script gives a value itself."""
    return set(re.findall(rf"^\s*(?:export )?{NAME}=", text, re.MULTILINE)) | OF_THE_SHELL


def reads():
    """(variable, file:line) of each place that reads one."""
    for path, kind in sources():
        text = path.read_text()
        given = OF_THE_SHELL if kind != ".sh" else own(text) - set(re.findall(rf"{NAME}:-", text))
        for pattern in READS[kind]:
            for match in re.finditer(pattern, text):
                line = text.count("\n", 0, match.start()) + 1
                if match[1] not in given:
                    yield match[1], f"{relative(path)}:{line}"


def hidden():
    for path in files(suffixes={".h", ".cpp"}):
        for match in HIDDEN.finditer(path.read_text()):
            if relative(path) not in HIDDEN_IN:
                yield f"{relative(path)}:1: {match[0]}…: name the variable in the call"


def main():
    listed, read = set(ROW.findall(PAGE.read_text())), dict(reads())
    findings = [f"{place}: reads {name}, which {relative(PAGE)} does not list"
                for name, place in sorted(read.items()) if name not in listed]
    findings += [f"{relative(PAGE)}:1: lists {name}, which nothing reads"
                 for name in sorted(listed - set(read))]
    finish(findings + list(hidden()))


if __name__ == "__main__":
    main()
