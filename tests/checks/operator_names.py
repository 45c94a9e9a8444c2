#!/usr/bin/env python3
"""The graph, the plan, the compiler and the runtime know no operator by name.

The names are those of the files of src/ops. A name counts wherever its words stand side by side
in an identifier or a string, in snake_case or CamelCase; comments are free.
"""

import re

from tree import ROOT, files, finish, relative

CHECKED = ("src/ir", "src/plan", "src/compiler", "src/runtime")

# Operators whose name is also a word of these folders' own language.
ALLOWED = {"identity"}  # a device's identity, in the timing cache's key
LANGUAGE = {"static_cast", "const_cast", "dynamic_cast", "reinterpret_cast", "bit_cast"}

REGISTRATION = re.compile(r"\bRegister<\w+>")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words(identifier):
    return tuple(word.lower() for word in WORD.findall(identifier))


def operators():
    """The operators' names as word sequences: files of src/ops that register one."""
    for path in sorted((ROOT / "src/ops").glob("*.cpp")):
        if REGISTRATION.search(path.read_text()) and path.stem not in ALLOWED:
            yield words(path.stem)


def without_comments(text):
    """The text with comments blanked, line numbers kept."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def names_in(identifier, operators_):
    parts = words(identifier)
    for name in operators_:
        if any(parts[i:i + len(name)] == name for i in range(len(parts) - len(name) + 1)):
            yield "_".join(name)


def main():
    known, findings = list(operators()), []
    for path in files(*CHECKED, suffixes={".h", ".cpp", ".fbs"}):
        for number, line in enumerate(without_comments(path.read_text()).splitlines(), 1):
            for identifier in set(IDENTIFIER.findall(line)) - LANGUAGE:
                for name in names_in(identifier, known):
                    findings.append(f"{relative(path)}:{number}: {identifier} names operator {name}")
    finish(findings)


if __name__ == "__main__":
    main()
