#!/usr/bin/env python3
"""Runs the commands of a document and holds what they print against what it shows.

usage: commands.py BINARIES PREFIX DOCUMENT
BINARIES has the built programs, PREFIX the installed tree. README.md has the convention.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import known
from fences import commands, dialogues, read
from scratch import ROOT, fill
from shape import holds

SAVED = {"cpp": "program.cpp", "cmake": "CMakeLists.txt"}
LANGUAGES = {"sh", "console", "text", *SAVED}
PROGRAMS = ("$ ", "./dev", "ingot ", "trtexec ", "cmake ", "ctest ", "c++ ", "export ")
MAIN = "int main("


class Document:
    def __init__(self, path, folder, dev):
        self.path, self.folder, self.dev = path, folder, dev
        self.findings = []

    def expect(self, good, line, what):
        if not good:
            self.findings.append(f"{self.path.name}:{line}: {what}")

    def check(self):
        fences, inline = read(self.path)
        for fence in fences:
            self.expect(fence.language in LANGUAGES, fence.line - 1,
                        f"a fence of '{fence.language}'; write one of {', '.join(sorted(LANGUAGES))}")
            if fence.language in SAVED:
                self.save(fence)
            elif fence.language == "sh":
                self.run_script(fence)
            elif fence.language == "console":
                self.run_dialogues(fence)
            else:
                for number, line in enumerate(fence.lines, fence.line):
                    self.expect(not line.startswith(PROGRAMS), number,
                                f"a command in a fence of text: {line}")
        for number, text in inline:
            complaint = known.complaint_of_inline(text, self.dev)
            self.expect(complaint is None, number, complaint)

    def save(self, fence):
        """The next commands find the text; a piece of a C++ program becomes a whole one."""
        text = "\n".join(fence.lines) + "\n"
        if fence.language == "cpp" and MAIN not in text:
            text += f"{MAIN}) {{}}\n"
        (self.folder / SAVED[fence.language]).write_text(text)

    def is_run(self, number, command):
        why = known.reason(command)
        if why:
            print(f"{self.path.name}:{number}: not run, for {why}: {command}")
            if command.startswith("./dev"):
                complaint = self.dev.complaint(command)
                self.expect(complaint is None, number, complaint)
        return not why

    def run_script(self, fence):
        lines = [(number, text) for number, text in commands(fence.lines, fence.line)
                 if self.is_run(number, text)]
        script = "".join(f"LINE={number}\n{text}\n" for number, text in lines)
        self.run(script, fence.line)

    def run(self, script, line):
        """The lines that the script prints; a command of it that fails is a finding."""
        traced = f"LINE={line}\ntrap 'echo LINE=$LINE >&2' ERR\n{script}"
        result = subprocess.run(["bash", "-eEuo", "pipefail", "-c", traced], cwd=self.folder,
                                capture_output=True, text=True)
        if result.returncode != 0:
            *said, last = result.stderr.splitlines() or [""]
            line = last.removeprefix("LINE=") if last.startswith("LINE=") else line
            self.expect(False, line, f"ends with {result.returncode}:\n" + "\n".join(said or [last]))
        return [text.rstrip() for text in result.stdout.splitlines()]

    def run_dialogues(self, fence):
        self.expect(fence.lines[:1] and fence.lines[0].startswith("$ "), fence.line,
                    "a console begins with '$ ' and a command")
        for number, command, shown in dialogues(fence):
            instead = known.INSTEAD.get(command)
            if self.is_run(number, command) or instead:
                printed = self.run(instead or command, number)
                shown = [line.rstrip() for line in shown]
                self.expect(not shown or holds(shown, printed), number,
                            f"{command}: prints another shape:\n" + "\n".join(printed))


def check(path, binaries, prefix):
    """The findings of a document."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(HOME=name, PATH=f"{binaries}:{os.environ['PATH']}")
        fill(folder, prefix, path.read_text())
        document = Document(path, folder, known.Dev(ROOT / "dev"))
        document.check()
    return document.findings


def main():
    binaries, prefix, path = map(Path, sys.argv[1:])
    findings = check(path, binaries.resolve(), prefix.resolve())
    print("\n".join([*findings, f"{len(findings)} findings"]))
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
