#!/usr/bin/env python3
"""A short README in each folder, no long file, a twin for each pass."""

from tree import ROOT, files, finish, relative

README_LINES = 15
FILE_LINES = 800
NOT_PASSES = {"pipeline", "pass_manager"}


# Below these, a folder's own subfolders are part of it.
SHALLOW = ("include", "tests", "examples", "tools", "python", "bench", "cmake")


def described(path):
    """The folder whose README speaks for the file."""
    parts = path.relative_to(ROOT).parts[:-1]
    if parts[0] in SHALLOW:
        parts = parts[:1 if parts[0] in ("include", "cmake") else 2]
    return ROOT.joinpath(*parts)


def readmes():
    folders = {described(path) for path in files()}
    folders |= {described(path) for path in files(suffixes={".txt"})}
    for folder in sorted(folders):
        readme = folder / "README.md"
        if not readme.is_file():
            yield f"{relative(folder)}: no README.md"
        elif len(readme.read_text().splitlines()) > README_LINES:
            yield f"{relative(readme)}:{README_LINES + 1}: longer than {README_LINES} lines"


def lengths():
    for path in files():
        count = len(path.read_text().splitlines())
        if count > FILE_LINES:
            yield f"{relative(path)}:{FILE_LINES + 1}: {count} lines, at most {FILE_LINES}"


def twins():
    for path in sorted((ROOT / "src/passes").glob("*.cpp")):
        twin = ROOT / "tests/passes" / f"{path.stem}.txt"
        if path.stem not in NOT_PASSES and not twin.is_file():
            yield f"{relative(path)}:1: no cases in {relative(twin)}"


if __name__ == "__main__":
    finish([*readmes(), *lengths(), *twins()])
