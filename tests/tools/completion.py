#!/usr/bin/env python3
"""What the program prints about its own options: completions that work, a whole manual page.

usage: completion.py INGOT
"""

import re
import shutil
import subprocess
from pathlib import Path

from program import INGOT, Folder, expect, finish, refuses_words, run, succeeds

COMMANDS = ["bench", "build", "check", "compare", "export", "inspect", "report", "run", "tune"]


def completed(script, *words):  # the first word is the program
    """What bash offers for the last of the words."""
    text = f'source "{script}"; COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; ' \
           '[ "${#COMP_WORDS[@]}" -gt "$COMP_CWORD" ] || COMP_WORDS+=(""); ' \
           f'_{words[0]}; ' \
           'printf "%s\\n" "${COMPREPLY[@]}"'
    result = subprocess.run(["bash", "-c", text], capture_output=True, text=True)
    expect(result.returncode == 0 and not result.stderr, f"bash completes {words}", result)
    return result.stdout.split()


def flags_of(command):
    return set(re.findall(r"(--[a-z0-9-]+)", run(command, "--help").stdout.split("Options:")[1]))


def expect_zsh_reads(path):
    if shutil.which("zsh"):
        result = subprocess.run(["zsh", "-n", path], capture_output=True, text=True)
        expect(result.returncode == 0, "zsh reads it", result)


def check_trtexec(folder):
    bash, zsh = folder / "trtexec.bash", folder / "_trtexec"
    bash.write_text(succeeds("completion", "bash", "trtexec"))
    zsh.write_text(succeeds("completion", "zsh", "trtexec"))
    manual = succeeds("completion", "manual", "trtexec").replace("\\-", "-")
    expect(completed(bash, "trtexec", "--loadE") == ["--loadEngine"], "a flag of trtexec")
    expect(completed(bash, "trtexec", "net") == [], "files are the shell's")
    result = subprocess.run([Path(INGOT).parent / "trtexec", "--help"], capture_output=True, text=True)
    offered = completed(bash, "trtexec", "--")
    flags = set(re.findall(r"(--[A-Za-z0-9]+)", result.stdout.split("Options:")[1]))
    expect(len(flags) > 30, "all flags", flags)
    for flag in flags:
        expect(flag in offered and flag in manual and re.search(f"'{flag}=?\\[", zsh.read_text()),
               f"trtexec {flag}", offered)
    expect_zsh_reads(zsh)


with Folder() as folder:
    scripts = {form: folder / form for form in ("bash", "zsh", "manual")}
    for form, path in scripts.items():
        path.write_text(succeeds("completion", form))
    bash, manual = scripts["bash"], scripts["manual"].read_text().replace("\\-", "-")
    expect(completed(bash, "ingot", "''") == COMMANDS, "subcommands", completed(bash, "ingot", "''"))
    expect(completed(bash, "ingot", "b") == ["bench", "build"], "those with the beginning")
    expect(completed(bash, "ingot", "build", "--pl") == ["--plan"], "options of a subcommand")
    expect(completed(bash, "ingot", "build", "net") == [], "files are the shell's")
    zsh = scripts["zsh"].read_text()
    for command in COMMANDS:
        expect(f".SS ingot {command} " in manual and f"\n    {command})\n" in zsh, f"{command} is told")
        offered = completed(bash, "ingot", command, "--")
        for flag in flags_of(command):
            expect(flag in offered and flag in manual and re.search(f"'{flag}=?\\[", zsh), f"{command} {flag}", offered)
    expect_zsh_reads(scripts["zsh"])
    check_trtexec(folder)
expect("completion" not in run("--help").stdout, "it is not listed")
refuses_words("completion", "fish", part="FORM")
finish()
