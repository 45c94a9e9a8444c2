#!/usr/bin/env python3
"""Links in documents lead to files that are there, and docs/README.md leads to every page."""

import re

from tree import ROOT, finish, relative

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
INDEX = ROOT / "docs/README.md"


def links(page):
    """(line, path) of each link to a file."""
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for target in LINK.findall(line):
            yield number, (page.parent / target).resolve()


def main():
    pages = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    findings = [f"{relative(page)}:{number}: leads to {path}, which is not there"
                for page in pages for number, path in links(page) if not path.exists()]
    listed = {path for _, path in links(INDEX)} | {INDEX}
    findings += [f"{relative(INDEX)}:1: does not lead to {page.name}"
                 for page in sorted((ROOT / "docs").glob("*.md")) if page not in listed]
    finish(findings)


if __name__ == "__main__":
    main()
