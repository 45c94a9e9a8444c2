#!/usr/bin/env python3
"""ingot bench: figures that agree with each other, layers, streams, threads, traces.

usage: bench_model.py INGOT
"""

import json
import time

from program import Folder, expect, fails, finish, names_in, refuses_words, succeeds

LATENCIES = ("min", "median", "p90", "p95", "p99", "max")
SHORT = ("--duration", 0.2, "--warmup", 0.01)


def report(*words):
    begin = time.monotonic()
    result = json.loads(succeeds("bench", *words, "--json"))
    result["elapsed"] = time.monotonic() - begin
    return result


def check_figures(plan):
    for options, batch, streams in (([], 1, 1), (["--batch", 2], 2, 1), (["--streams", 2], 1, 2),
                                    (["--transfers"], 1, 1)):
        result = report(plan, *SHORT, *options)
        latency = result["latency"]
        values = [latency[name] for name in LATENCIES]
        expect(values == sorted(values) and values[0] > 0, "percentiles rise", latency)
        expect(latency["min"] <= latency["mean"] <= latency["max"], "the mean is between", latency)
        expect((result["batch"], result["streams"]) == (batch, streams), "its setting", result)
        expect(abs(result["throughput"] * result["seconds"] / batch / result["runs"] - 1) < 1e-6,
               "throughput is items a second", result)
        busy = latency["mean"] * result["runs"] / streams
        expect(0.2 * result["seconds"] < busy <= 1.01 * result["seconds"],
               "runs fill the time and do not exceed it", result)
        expect(0.2 <= result["seconds"] <= result["elapsed"], "the duration is kept", result)


def check_length(plan):
    result = report(plan, "--duration", 0, "--warmup", 0, "--iterations", 25)
    expect(result["runs"] == 25, "so many iterations", result)
    result = report(plan, "--duration", 0, "--warmup", 0, "--iterations", 25, "--streams", 2)
    expect(result["runs"] == 26, "divided among the streams", result)
    result = report(plan, "--duration", 0, "--warmup", 0.4, "--iterations", 1)
    expect(result["elapsed"] > 0.4 and result["seconds"] < 0.4, "the warm-up does not count", result)


def check_layers(plan):
    steps = json.loads(succeeds("inspect", plan, "--json"))["steps"]
    result = report(plan, *SHORT, "--layers")
    names = [layer["name"] for layer in result["layers"]]
    expect(names == [step["layers"] for step in steps], "a row a step", names)
    expect(abs(sum(layer["share"] for layer in result["layers"]) - 1) < 1e-6, "shares", result)
    expect(all(layer["mean"] > 0 for layer in result["layers"]), "times", result["layers"])
    lines = succeeds("bench", plan, *SHORT, "--layers").splitlines()
    for title in ("setting: ", "latency: ", "throughput: "):
        expect(sum(line.startswith(title) for line in lines) == 1, f"a line {title}", lines)
    expect([line.split("  ")[-1] for line in lines[-len(names):]] == names, "the table", lines)
    expect("layers" not in report(plan, *SHORT), "no layers unless asked for")


def check_trace(folder, plan):
    steps = json.loads(succeeds("inspect", plan, "--json"))["steps"]
    trace = folder / "trace.json"
    succeeds("bench", plan, *SHORT, "--batch", 2, "--streams", 2, "--iterations", 3, "--trace", trace)
    events = json.loads(trace.read_text())["traceEvents"]
    names = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
    expect(sorted(names.values()) == ["stream 0", "stream 1"], "a track a stream", names)
    for track in names:
        slices = [event for event in events if event["ph"] == "X" and event["tid"] == track]
        runs = [event for event in slices if event["cat"] == "inference"]
        layers = [event for event in slices if event["cat"] == "layer"]
        expect([run["args"] for run in runs] == [{"run": i, "batch": 2} for i in range(3)], "runs", runs)
        expect([layer["name"] for layer in layers] == 3 * [step["layers"] for step in steps],
               "a slice a step", layers)
        check_nesting(runs, layers)
        for layer, step in zip(layers, 3 * steps):
            args = layer["args"]
            expect(args["tactic"].startswith(step["tactic"]) and args["shape"].startswith("2x")
                   and args["operator"] == step["operator"]["text"], "what a step is", layer)
    (folder / "taken").mkdir()
    (folder / "taken.prototxt").write_text("layer {")
    before = names_in(folder)
    fails("bench", plan, *SHORT, "--trace", folder / "none" / "trace.json", part="none")
    fails("bench", plan, *SHORT, "--trace", folder / "taken", part="taken")
    fails("bench", folder / "taken.prototxt", "--trace", folder / "taken", part="taken: is a folder")
    refuses_words("bench", plan, *SHORT, "--trace", plan, part="would take the place of")
    expect(names_in(folder) == before, "nothing is left of a file that cannot be written", before)


def check_nesting(runs, layers):
    """Slices follow each other, those of the layers within their inference."""
    count = len(layers) // len(runs)
    shares = []
    end = 0
    for i, run in enumerate(runs):
        expect(run["ts"] >= end, "inferences follow each other", (end, run))
        end = run["ts"] + run["dur"]
        begin = run["ts"]
        for layer in layers[i * count:(i + 1) * count]:
            expect(layer["dur"] > 0 and abs(layer["ts"] - begin) < 1e-3, "layers follow each other", layer)
            begin = layer["ts"] + layer["dur"]
        expect(begin <= end, "layers lie within their inference", (begin, run))
        shares.append(sum(layer["dur"] for layer in layers[i * count:(i + 1) * count]) / run["dur"])
    expect(0.01 < max(shares) <= 1, "layers are what an inference consists of", shares)


def check_sources(folder, plan):
    expect(report(folder / "net.prototxt", *SHORT, "--threads", 1)["threads"] == 1, "threads")
    shaped = report(folder / "net.prototxt", *SHORT, "--shapes", "data:3x4x16x16")
    expect(shaped["batch"] == 3, "a model of these shapes", shaped)
    fails("bench", plan, *SHORT, "--batch", 3, part="up to 2 items, not 3")
    fails("bench", plan, *SHORT, "--shapes", "data:1x4x16x16", part="implicit")
    fails("bench", plan, *SHORT, "--shapes", "none:1x4x16x16", part="no input 'none'")
    (folder / "bad.plan").write_bytes(plan.read_bytes()[:-1])
    fails("bench", folder / "bad.plan", part="bad.plan")
    refuses_words("bench", part="MODEL")
    for option, value in (("--streams", 0), ("--iterations", 0), ("--duration", -1), ("--duration", "nan"),
                          ("--duration", "inf"), ("--warmup", "x"), ("--trace", ""),
                          ("--threads", 0), ("--batch", 0), ("--shapes", "data")):
        refuses_words("bench", plan, option, value, part=option)


with Folder() as temporary:
    plan_path = temporary / "net.plan"
    succeeds("build", temporary / "net.prototxt", "--plan", plan_path, "--batch", 2)
    check_figures(plan_path)
    check_length(plan_path)
    check_layers(plan_path)
    check_trace(temporary, plan_path)
    check_sources(temporary, plan_path)
finish()
