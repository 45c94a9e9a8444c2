"""The strict order of folders: a folder includes lower levels and itself, nothing else."""

LEVELS = {
    "include": 0,
    "src/base": 0,
    "src/ir": 1,
    "src/ops": 2,
    "src/passes": 3,
    "src/plan": 3,
    "src/onnx": 3,
    "src/backend": 3,
    "src/backend/cpu": 4,
    "src/backend/cuda": 4,
    "src/compiler": 4,
    "src/runtime": 4,
    "src/api": 5,
    "src/hostcuda": 5,
    "parsers/caffe": 6,
    "parsers/onnx": 6,
    "tools": 6,
    "python": 6,
    "examples": 6,
    "tests": 7,
    "bench": 7,
}

# Level 6 sees the public headers alone; the parsers also the base.
PUBLIC = {"include"}
ALLOWED_AT_6 = {
    "parsers/caffe": PUBLIC | {"src/base"},
    "parsers/onnx": PUBLIC | {"src/base"},
    "tools": PUBLIC,
    "python": PUBLIC,
    "examples": PUBLIC,
}


def folder_of(path):
    """The folder of LEVELS that a relative path lies in, the deepest one; None if in none."""
    parts = path.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        folder = "/".join(parts[:depth])
        if folder in LEVELS:
            return folder
    return None


def may_include(source, target):
    if source == target:
        return True
    if source in ALLOWED_AT_6:
        return target in ALLOWED_AT_6[source]
    if source == "src/base":
        return target == "include"
    return LEVELS[target] < LEVELS[source]
