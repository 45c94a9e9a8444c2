#!/usr/bin/env python3
"""trtexec: the lines that scripts look for, the files that they read, flags old and new.

usage: trtexec.py INGOT
"""

import json
import os
import re
import subprocess
from pathlib import Path

from program import INGOT, Folder, expect, finish

TRTEXEC = Path(INGOT).parent / "trtexec"
SHORT = ("--duration=0.2", "--warmUp=10")
STAMP = r"\[\d\d/\d\d/\d{4}-\d\d:\d\d:\d\d\] "
NUMBER = r"[0-9.e+-]+"


def run(*words):
    return subprocess.run([TRTEXEC, *map(str, words)], capture_output=True, text=True)


def passes(*words):
    result = run(*words)
    lines = result.stdout.splitlines()
    command = re.escape(" ".join(map(str, (TRTEXEC, *words))))
    expect(result.returncode == 0 and all(
        re.fullmatch(rf"&&&& {verdict} TensorRT\.trtexec \[TensorRT v\d+\] # {command}", line)
        for verdict, line in (("RUNNING", lines[0]), ("PASSED", lines[-1]))), f"{words} passes", result)
    return result.stdout


def fails(*words, part):
    result = run(*words)
    errors = [line for line in result.stderr.splitlines() if re.match(STAMP + r"\[E\] ", line)]
    expect(result.returncode == 1 and len(errors) == 1 and part in errors[0]
           and result.stdout.splitlines()[-1].startswith("&&&& FAILED TensorRT.trtexec"),
           f"{words} fails", result)
    return result


def refuses_words(*words, part):
    result = run(*words)
    lines = result.stderr.splitlines()
    expect(result.returncode == 2 and len(lines) == 2 and re.match(STAMP + r"\[E\] ", lines[0])
           and part in lines[0] and len(lines[0]) < 200 and lines[1].startswith("usage: trtexec ")
           and result.stdout.splitlines()[-1].startswith("&&&& FAILED TensorRT.trtexec"),
           f"{words} is refused", result)


def found(pattern, text):
    matches = re.findall("^" + STAMP + r"\[I\] " + pattern + "$", text, re.MULTILINE)
    expect(len(matches) >= 1, f"a line {pattern}", text)
    return matches[0] if matches else None


def check_summary(model):
    text = passes(f"--deploy={model}", "--output=prob", "--batch=2", *SHORT, "--avgRuns=5")
    rate = found(rf"Throughput: ({NUMBER}) qps", text)
    queries = found(r"Timing trace has (\d+) queries over .* s", text)
    seconds = found(rf"Total Host Walltime: ({NUMBER}) s", text)
    expect(abs(float(rate) * float(seconds) / (2 * int(queries)) - 1) < 1e-3,
           "throughput counts the items of a batch", text)
    for name in ("Latency", "Enqueue Time", "H2D Latency", "GPU Compute Time", "D2H Latency"):
        values = found(rf"{name}: min = ({NUMBER}) ms, max = ({NUMBER}) ms, mean = ({NUMBER}) ms, "
                       rf"median = ({NUMBER}) ms, percentile\(90%\) = ({NUMBER}) ms, "
                       rf"percentile\(95%\) = ({NUMBER}) ms, percentile\(99%\) = ({NUMBER}) ms", text)
        least, greatest, mean, median, p90, p95, p99 = map(float, values)
        expect(least <= median <= p90 <= p95 <= p99 <= greatest and least <= mean <= greatest,
               f"{name} is in order", values)
    averages = re.findall(rf"\[I\] Average on 5 runs - GPU latency: {NUMBER} ms - Host latency: "
                          rf"{NUMBER} ms \(enqueue {NUMBER} ms\)$", text, re.MULTILINE)
    expect(len(averages) == int(queries) // 5, "an average of each five runs", text[-2000:])
    text = passes("--deploy", model, "--percentile=50", *SHORT)
    expect(re.search(r"median = (\S+) ms, percentile\(50%\) = \S+ ms$", text, re.MULTILINE),
           "other percentiles", text[-1500:])


def check_exports(folder, model):
    times, times_profile, layers = (folder / f"{name}.json" for name in ("times", "profile", "layers"))
    text = passes(f"--deploy={model}", "--iterations=20", "--duration=0", "--warmUp=0",
                  f"--exportTimes={times}", f"--exportProfile={times_profile}",
                  f"--exportLayerInfo={layers}", "--dumpProfile", "--dumpLayerInfo", "--streams=2",
                  "--threads", "--useSpinWait", "--profilingVerbosity=detailed")
    runs = json.loads(times.read_text())
    expect(len(runs) == 20, "all inferences", len(runs))
    for entry in runs:
        expect(abs(entry["h2dMs"] + entry["computeMs"] + entry["d2hMs"] - entry["latencyMs"]) < 1e-9
               and abs(entry["endComputeMs"] - entry["startComputeMs"] - entry["computeMs"]) < 1e-6,
               "parts make the whole", entry)
    expect(all(json.loads(line[1:]) for line in times.read_text().splitlines()[1:-1]), "line by line")
    count, *steps = json.loads(times_profile.read_text())
    info = json.loads(layers.read_text())
    expect(count == {"count": 20} and [step["name"] for step in steps]
           == [layer["Name"] for layer in info["Layers"]], "the same layers", (count, steps))
    expect(abs(sum(step["percentage"] for step in steps) - 100) < 1e-6, "shares of all", steps)
    expect(info["Bindings"] == ["data", "prob"], "bindings", info["Bindings"])
    for layer in info["Layers"]:
        expect(all(tensor["Dimensions"][0] == 1 and tensor["Format/Datatype"] == "Float"
                   for tensor in layer["Inputs"] + layer["Outputs"]) and layer["TacticName"],
               "details of a layer", layer)
        found(re.escape(f'Layer({layer["LayerType"]}): {layer["Name"]}, Tactic: {layer["TacticName"]}')
              + ", .* -> .*", text)
    found(r" *Time\(ms\) +Avg.\(ms\) +Median\(ms\) +Time\(%\) +Layer", text)
    found(rf" *{NUMBER} +{NUMBER} +100.0 +Total", text)


def check_verbosity(folder, model):
    for verbosity, is_named in (("layer_names_only", True), ("default", True), ("none", False)):
        layers, plan = folder / f"{verbosity}.json", folder / f"{verbosity}.plan"
        words = ("--skipInference", "--dumpLayerInfo", f"--exportLayerInfo={layers}")
        text = passes(f"--deploy={model}", f"--profilingVerbosity={verbosity}", f"--saveEngine={plan}",
                      *words)
        info = json.loads(layers.read_text())
        expect(("conv + relu" in info["Layers"]) == is_named and bool(info["Layers"]) == is_named
               and info["Bindings"] == ["data", "prob"], f"{verbosity} of a build", info)
        for line in ("Layer Information:", "Layers:", *info["Layers"], "Bindings:", *info["Bindings"]):
            found(re.escape(line), text)
        passes(f"--loadEngine={plan}", *words)
        expect(json.loads(layers.read_text()) == info, f"{verbosity} of a plan", layers)
    layers = folder / "open.json"
    passes(f"--deploy={model}", "--profilingVerbosity=verbose", "--skipInference",
           f"--exportLayerInfo={layers}")
    layer = json.loads(layers.read_text())["Layers"][0]
    expect(layer["Inputs"][0]["Dimensions"] == [-1, 4, 16, 16], "without an inference no batch", layer)
    refuses_words(f"--deploy={model}", "--profilingVerbosity=loud", part="loud")


def check_engines(folder, model):
    plan, copy, cache = folder / "net.engine", folder / "copy.engine", folder / "times.cache"
    text = passes(f"--deploy={model}", f"--saveEngine={plan}", "--batch=4", "--skipInference",
                  "--workspace=64", "--memPoolSize=workspace:1G", f"--timingCacheFile={cache}",
                  "--minTiming=1", "--avgTiming=1", "--builderOptimizationLevel=2")
    expect("Throughput" not in text and plan.stat().st_size > 0 and cache.stat().st_size > 0,
           "a build alone", text)
    passes(f"--loadEngine={plan}", "--batch=4", *SHORT, f"--saveEngine={copy}", "--noDataTransfers")
    expect(copy.read_bytes() == plan.read_bytes(), "an engine saved again")
    fails(f"--loadEngine={plan}", "--batch=5", *SHORT, part="up to 4 items")
    fails(f"--loadEngine={plan}", "--shapes=data:1x4x16x16", part="implicit")
    shapes = "--shapes=data:3x4x16x16"
    text = passes(f"--deploy={model}", shapes, f"--saveEngine={copy}", *SHORT)
    rate, queries, seconds = (float(found(pattern, text)) for pattern in (
        rf"Throughput: ({NUMBER}) qps", r"Timing trace has (\d+) queries over .* s",
        rf"Total Host Walltime: ({NUMBER}) s"))
    expect(abs(rate * seconds / queries - 1) < 1e-3, "a query is an inference", text)
    passes(f"--loadEngine={copy}", shapes, *SHORT)
    refuses_words(f"--deploy={model}", shapes, "--batch=3", part="--batch")
    fails(f"--deploy={model}", "--shapes=none:1x4x16x16", part="has no input 'none'")
    plan.write_bytes(plan.read_bytes()[:-1])
    fails(f"--loadEngine={plan}", part="net.engine")
    empty = folder / "empty.engine"
    empty.touch()
    for path in (empty, model, "/proc/self/mem"):
        fails(f"--loadEngine={path}", part=str(path))
    verbose = passes(f"--deploy={model}", "--skipInference", "--verbose")
    expect("[V] [TRT] " in verbose and "[V] " not in text, "messages of the library", verbose)


def check_words(folder, model):
    text = passes("--help")
    for flag in ("--saveEngine", "--threads", "--useSpinWait", "--useCudaGraph", "--noTF32",
                 "--separateProfileRun", "--explicitBatch"):
        expect(f"  {flag} " in text, f"help lists {flag}", text)
    refuses_words(part="--deploy=FILE or --loadEngine=FILE")
    refuses_words(f"--deploy={model}", f"--loadEngine={model}", part="either")
    refuses_words(f"--deploy={folder / 'none.prototxt'}", part="none.prototxt")
    refuses_words(f"--loadEngine={folder / 'absent.plan'}", part="absent.plan")
    fails(f"--deploy={model}", "--output=none", part="has no blob 'none'")
    refuses_words("--onnx=model.onnx", part="--onnx=model.onnx: is not there yet; `trtexec --help`")
    refuses_words(f"--deploy={model}", "--useDLACore=0", part="is not there yet")
    refuses_words(f"--deploy={model}", "--frobnicate", part="Unknown option")
    for precision in ("fp16", "bf16", "int8"):
        fails(f"--deploy={model}", f"--{precision}", part=f"no tactics for {precision}")
    for word in ("--batch=0", "--batch=abc", "--iterations=x", "--workspace=-1", "--memPoolSize=64",
                 "--shapes=data", "--percentile=101", "--device=1", "--builderOptimizationLevel=6",
                 "--streams=300", "--duration=nan", "--duration=-1", "--warmUp=inf", "--avgRuns=0",
                 "--exportTimes=", "--saveEngine="):
        refuses_words(f"--deploy={model}", word, part="")


def check_outputs(folder, model):
    for option in ("saveEngine", "timingCacheFile", "exportTimes", "exportProfile", "exportLayerInfo"):
        result = fails(f"--deploy={model}", *SHORT, f"--{option}={folder / 'none' / 'file'}", part="none")
        expect("Engine built" not in result.stdout, f"--{option} is looked at first", result)
        refuses_words(f"--deploy={model}", f"--{option}={model}", part="would take the place of")
    refuses_words(f"--loadEngine={model}", f"--saveEngine={model}", part="would take the place of")
    refuses_words(f"--deploy={model}", f"--saveEngine={folder / 'x'}", f"--exportTimes={folder / 'x'}",
                  part="would take the place of")


expect(os.access(TRTEXEC, os.X_OK), "it lies beside ingot", TRTEXEC)
with Folder() as temporary:
    network = temporary / "net.prototxt"
    check_summary(network)
    check_exports(temporary, network)
    check_verbosity(temporary, network)
    check_engines(temporary, network)
    check_words(temporary, network)
    check_outputs(temporary, network)
finish()
