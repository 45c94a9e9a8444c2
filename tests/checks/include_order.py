#!/usr/bin/env python3
"""Includes go to lower levels only, name real files, and form no cycle."""

import re
import sys

from levels import folder_of, may_include
from tree import ROOT, files, finish, relative

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
GENERATED = {"_generated.h": ".fbs", ".pb.h": ".proto"}
QUOTED_PACKAGES = ("hwy/",)  # Highway's own files are included in quotes
FOLDERS = ("include", "src", "parsers", "tools", "python", "examples", "tests", "bench")


def roots_of(source):
    """The include roots of the build, in its order (cmake/ingot_folder.cmake)."""
    roots = ["src", "include", "include/cuda"]
    levels = sorted(p.name for p in (ROOT / "include").glob("tensorrt-*"))
    if source.startswith("include/tensorrt-"):
        levels.insert(0, source.split("/")[1])
    roots += [f"include/{level}" for level in levels]
    if source.startswith(("parsers/", "tests/")):
        roots.append("parsers")
    if source.startswith("tests/clients/"):
        roots.append("tests/clients")
    if source.startswith(("tests/", "bench/")):
        roots.append("")
    return roots


def resolve(source, quoted, name):
    """The project's file that an include names, relative to its root; None if not ours."""
    candidates = [f"{root}/{name}".lstrip("/") for root in roots_of(source)]
    if quoted:
        candidates.insert(0, f"{source.rsplit('/', 1)[0]}/{name}")
    for candidate in candidates:
        path = ROOT / candidate
        if path.is_file():
            return relative(path.resolve())
    return schema_of(name)


def schema_of(name):
    """The schema that a generated header is made from (cmake/ingot_generate.cmake), or None."""
    for suffix, schema in GENERATED.items():
        if name.endswith(suffix):
            made_from = name[:-len(suffix)] + schema
            for path in files("src", "parsers", suffixes={schema}):
                if relative(path).endswith("/" + made_from):
                    return relative(path)
    return None


def includes(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == '"', match[2]


def check(source, path, edges):
    folder = folder_of(source)
    if folder is None:
        yield f"{source}:1: the folder has no level (tests/checks/levels.py)"
        return
    for number, quoted, name in includes(path):
        target = resolve(source, quoted, name)
        if target is None:
            if quoted and not name.startswith(QUOTED_PACKAGES):
                yield f'{source}:{number}: "{name}" is no file of the project'
            continue
        edges.setdefault(source, []).append(target)
        other = folder_of(target)
        if other is None or not may_include(folder, other):
            yield f"{source}:{number}: {folder} may not include {target}"


def cycles(edges):
    """One finding a cycle of files that include each other."""
    done, trail = set(), []

    def visit(node):
        if node in trail:
            yield "include cycle: " + " -> ".join(trail[trail.index(node):] + [node])
        elif node not in done:
            trail.append(node)
            for target in edges.get(node, []):
                yield from visit(target)
            trail.pop()
            done.add(node)

    for node in sorted(edges):
        yield from visit(node)


def main():
    sys.setrecursionlimit(10000)
    edges, findings = {}, []
    for path in files(*FOLDERS, suffixes={".h", ".cpp"}):
        findings += check(relative(path), path, edges)
    finish(findings + list(cycles(edges)))


if __name__ == "__main__":
    main()
