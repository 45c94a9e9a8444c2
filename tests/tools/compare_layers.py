#!/usr/bin/env python3
"""ingot compare: engines that agree with the reference, and one that does not.

usage: compare_layers.py INGOT
"""

import json
import os
from pathlib import Path

from program import Folder, expect, fails, finish, on_terminal, refuses_words, run, succeeds

TUTORIAL = Path(__file__).resolve().parents[2] / "examples/tutorial"
LENET = (TUTORIAL / "lenet.prototxt", "--weights", TUTORIAL / "lenet.caffemodel")
CLASSES = ("exact", "rounding", "transcendental", "accumulation")
DIGITS = [TUTORIAL / f"digits/{i}.pgm" for i in range(10)]


def steps_of(plan):
    steps = json.loads(succeeds("inspect", plan, "--json"))["steps"]
    return [step["layers"] for step in steps if " in linear" not in step["layers"]
            and " in c8" not in step["layers"] and " in c16" not in step["layers"]]


def check_agreement(model, plan, *words):
    result = json.loads(succeeds("compare", *model, *words, "--plan", plan, "--json"))
    expect([layer["layers"] for layer in result["layers"]] == steps_of(plan), "a row a step", result)
    expect(result["first_beyond"] is None, "nothing is beyond", result)
    for layer in result["layers"]:
        expect(0 <= layer["mean_error"] <= layer["max_error"] and layer["max_ratio"] <= 1
               and layer["beyond"] == 0 < layer["values"], "errors are in order", layer)
        expect(layer["accuracy"] in CLASSES, "a class", layer)
    sums = [layer for layer in result["layers"] if layer["operator"] == "convolution"]
    expect(sums and any(layer["max_error"] > 0 for layer in sums),
           "sums in another order are not the same bits", sums)
    for output in result["outputs"]:
        expect(output["max_error"] <= 1e-4 * output["max_value"], "outputs agree", output)
    return result


def check_other_weights(folder, plan):
    """The plan of the trained network is none of the network with random weights."""
    result = run("compare", LENET[0], "--plan", plan, "--json")
    report = json.loads(result.stdout)
    expect(result.returncode == 1 and result.stderr.startswith("ingot compare: conv1: its values")
           and len(result.stderr.splitlines()) == 1, "conv1 is named", result.stderr)
    expect(report["first_beyond"] == "conv1" and report["layers"][0]["max_ratio"] > 100,
           "conv1 is the first", report["layers"][0])
    kinds = {layer["layers"]: layer["beyond"] for layer in report["layers"]}
    expect(kinds["pool1"] == kinds["prob"] == 0, "layers without weights do agree", kinds)
    fails("compare", folder / "net.prototxt", "--plan", plan, part="the plan")
    (folder / "bad.plan").write_bytes(plan.read_bytes()[:-1])
    fails("compare", *LENET, "--plan", folder / "bad.plan", part="plan")


def check_table(plan):
    lines = succeeds("compare", *LENET, "--plan", plan).splitlines()
    blank = lines.index("")
    layers = [line.split("  ")[-1].strip() for line in lines[1:blank]]
    expect(layers == steps_of(plan), "a row a step", lines)
    expect(lines[-1].endswith("  prob"), "outputs", lines)


def check_progress(plan):
    code, out = on_terminal("compare", *LENET, "--plan", plan)
    expect(code == 0, "a comparison on a terminal succeeds", out)
    for part in ("comparing layers [", "layer conv2", "computing the outputs ["):
        expect(part in out, f"the bar shows '{part}'", out)


def check_words(plan):
    fails("compare", *LENET, DIGITS[0], DIGITS[1], part="2 items, the batch is 1")
    fails("compare", *LENET, "--plan", plan, "--batch", 11, part="up to 10 items, not 11")
    refuses_words("compare", part="MODEL")
    refuses_words("compare", *LENET, "--batch", 0, part="--batch")
    refuses_words("compare", *LENET, "--plan", "none.plan", part="none.plan")


with Folder() as temporary:
    plan_path = temporary / "lenet.plan"
    succeeds("build", *LENET, "--plan", plan_path, "--batch", 10)
    check_agreement(LENET, plan_path)
    check_agreement(LENET, plan_path, *DIGITS, "--batch", 10, "--scale", "1/256")
    check_other_weights(temporary, plan_path)
    check_table(plan_path)
    check_progress(plan_path)
    check_words(plan_path)
    small = temporary / "net.plan"
    succeeds("build", temporary / "net.prototxt", "--plan", small, "--batch", 2)
    check_agreement((temporary / "net.prototxt",), small, "--batch", 2)
    if os.environ.get("INGOT_TEST_DATA"):
        data = Path(os.environ["INGOT_TEST_DATA"]) / "caffe/cifar10-resnet20"
        model = (data / "deploy.prototxt", "--weights", data / "cifar10_res20_iter_64000.caffemodel")
        succeeds("build", *model, "--plan", small)
        check_agreement(model, small)
    else:
        print("INGOT_TEST_DATA is not set: no ResNet")
finish()
