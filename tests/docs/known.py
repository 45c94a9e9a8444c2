"""What may stand in a document without being run: it has to exist."""

import re
import subprocess

# Where a command begins so, it is not run, and why.
NOT_RUN = {
    "./dev": "it builds, tests or measures the whole tree, and installs packages",
    "pre-commit install": "it changes the checkout's hooks",
}
# Instead of these, what they do once all is built.
INSTEAD = {
    "./dev demo": "tutorial build lenet.prototxt lenet.caffemodel lenet.plan"
                  " && tutorial run lenet.plan digits/*.pgm",
}
LITERAL = re.compile(r"[a-z|-]+$")
OPTION = re.compile(r"(?<![\w-])--[A-Za-z][A-Za-z-]*")


def reason(command):
    """Why the command is not run; None for one that is."""
    for start, why in NOT_RUN.items():
        if command == start or command.startswith(start + " "):
            return why
    return None


def help_of(*words):
    result = subprocess.run([*words, "--help"], capture_output=True, text=True, check=True)
    return result.stdout


def subcommands():
    return re.findall(r"^  ([a-z]+) ", help_of("ingot").partition("Subcommands:")[2], re.MULTILINE)


class Dev:
    """The commands of ./dev, from its usage: a line each, `fuzz [TARGET] [SECONDS]  what it does`."""

    def __init__(self, program):
        usage = subprocess.run([program, "help"], capture_output=True, text=True, check=True).stdout
        lines = re.findall(r"^  (\S.*?)(?:  .*)?$", usage, re.MULTILINE)
        self.patterns = [line.split() for line in lines]

    def complaint(self, command):
        words = command.split("#")[0].split()[1:]
        if any(self.fits(words, pattern) for pattern in self.patterns):
            return None
        return f"{command}: ./dev help lists no such command"

    @staticmethod
    def fits(words, pattern):
        literal = [word for word in pattern if LITERAL.match(word)]
        rest = words[len(literal):]
        return (len(words) >= len(literal)
                and all(word in part.split("|") for word, part in zip(words, literal))
                and (not rest or len(pattern) > len(literal)))


def complaint_of_inline(text, dev):
    """What is wrong with inline code: an unknown subcommand or option. None if nothing."""
    words = text.split()
    if words[0] == "./dev" and len(words) > 1:
        return dev.complaint(text)
    if words[0] not in ("ingot", "trtexec") or len(words) < 2:
        return None
    if words[0] == "ingot" and words[1] not in subcommands():
        return f"{text}: ingot has no such subcommand"
    options = OPTION.findall(help_of(*words[:2 if words[0] == "ingot" else 1]))
    missing = [option for option in OPTION.findall(text) if option not in options]
    return f"{text}: {missing[0]} is no option" if missing else None
