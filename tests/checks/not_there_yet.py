#!/usr/bin/env python3
"""What docs/bringing-a-program.md says is not there yet, no public header declares."""

import re

from tree import ROOT, files, finish, relative

PAGE = ROOT / "docs/bringing-a-program.md"
SECTION = re.compile(r"^## Not there yet\n(.*?)\n\nThese compile", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\|[^|]*\|([^|]*)\|$", re.MULTILINE)
USED = re.compile(r"\([^)]*\)")  # what to use instead


def missing():
    section = SECTION.search(PAGE.read_text())[1]
    return {name for row in ROW.findall(section) for name in re.findall(r"`(\w+(?:\.h)?)`", USED.sub("", row))}


def main():
    names = missing()
    findings = [] if names else [f"{relative(PAGE)}:1: no names in the section 'Not there yet'"]
    for path in files("include", suffixes={".h"}):
        if path.name in names:
            findings.append(f"{relative(PAGE)}:1: {path.name} is there")
        declared = set(re.findall(r"\w+", path.read_text())) & names
        findings += [f"{relative(path)}:1: has {name}, which {relative(PAGE)} says is missing"
                     for name in sorted(declared)]
    finish(findings)


if __name__ == "__main__":
    main()
