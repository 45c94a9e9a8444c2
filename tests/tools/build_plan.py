#!/usr/bin/env python3
"""ingot build: plans, timing caches, cancelling, the progress bar.

usage: build_plan.py INGOT
"""

import json
import os
import signal
import subprocess
import time

from arrays import read_npy, write_npy
from program import (INGOT, NET, Folder, expect, fails, finish, names_in, on_terminal, refuses_words,
                     succeeds)

# Long enough to be cancelled: many convolutions of different sizes, none known to a timing cache.
LONG_NET = 'input: "data"  input_shape { dim: 1 dim: 64 dim: 112 dim: 112 }\n' + "\n".join(
    f'layer {{ name: "conv{i}" type: "Convolution" bottom: "{f"conv{i - 1}" if i else "data"}"\n'
    f'  top: "conv{i}" convolution_param {{ num_output: {64 + 8 * i} kernel_size: 3 pad: 1\n'
    f'  weight_filler {{ type: "xavier" }} }} }}' for i in range(40))

# Takes pictures of any size; `data` is read by an in-place layer alone, a part is cut out.
OPEN_NET = """input: "data"  input_shape {{ dim: {} dim: {} dim: {} dim: {} }}
layer {{ name: "relu" type: "ReLU" bottom: "data" top: "data" }}
layer {{ name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param {{ num_output: 9 kernel_size: 3 pad: 1 weight_filler {{ type: "xavier" }} }} }}
layer {{ name: "slice" type: "Slice" bottom: "conv" top: "kept" top: "part"
  slice_param {{ axis: 1 slice_point: 5 }} }}
layer {{ name: "pool" type: "Pooling" bottom: "kept" top: "pool"
  pooling_param {{ pool: AVE global_pooling: true }} }}
layer {{ name: "prob" type: "Softmax" bottom: "pool" top: "prob" }}"""


def line_of(text, title):
    """What follows the title in a summary."""
    lines = [line for line in text.splitlines() if line.startswith(title)]
    expect(len(lines) == 1, f"one line {title}", text)
    return lines[0][len(title):].strip() if lines else ""


def check_summary(folder):
    summary = succeeds("build", folder / "net.prototxt", "--plan", folder / "net.plan")
    expect(line_of(summary, "layers:").startswith("8 -> "), "8 layers go in", summary)
    expect(line_of(summary, "fused:") == "1 activation", "the activation is fused", summary)
    expect("2 concatenation" in line_of(summary, "in place:"), "the join is in place", summary)
    expect("softmax" in line_of(summary, "tactics:"), "tactics are counted", summary)
    expect("% of its largest live set" in line_of(summary, "memory:"), "memory is stated", summary)
    expect("net.plan" in line_of(summary, "built:"), "the plan is named", summary)


def check_timing_cache(folder):
    model, cache = folder / "net.prototxt", folder / "net.cache"
    plans = [folder / "first.plan", folder / "second.plan"]
    succeeds("build", model, "--plan", plans[0], "--timing-cache", cache, "--batch", 2)
    times = cache.read_bytes()
    expect(len(times) > 100, "times are kept", len(times))
    succeeds("build", model, "--plan", plans[1], "--timing-cache", cache, "--batch", 2)
    expect(plans[0].read_bytes() == plans[1].read_bytes(), "the second plan is the first one")
    expect(cache.read_bytes() == times, "the second build learns nothing")
    cache.write_bytes(times[:-1])
    fails("build", model, "--plan", plans[1], "--timing-cache", cache, part="timing cache")
    expect(cache.read_bytes() == times[:-1], "a cache that cannot be used stays as it is")


def check_options(folder):
    model, plan = folder / "net.prototxt", folder / "net.plan"
    for options in (["--workspace", "64M"], ["--workspace", 1000], ["--output", "conv"],
                    ["--optimisation-level", 0], ["--optimization-level", 5],
                    ["--min-timing", 2, "--avg-timing", 3]):
        succeeds("build", model, "--plan", plan, *options)
    for precision in ("fp16", "bf16", "int8"):
        fails("build", model, "--plan", plan, f"--{precision}", part=f"no tactics for {precision}")
    refuses_words("build", model, part="--plan")
    refuses_words("build", "--plan", plan, part="MODEL")
    refuses_words("build", folder / "none.prototxt", "--plan", plan, part="none.prototxt")
    for option, value in (("--batch", 0), ("--workspace", "much"), ("--workspace", -1), ("--optimisation-level", 6),
                          ("--min-timing", 0), ("--avg-timing", "x"), ("--timing-cache", "")):
        refuses_words("build", model, "--plan", plan, option, value, part=option)
    refuses_words("build", model, "--plan", plan, "--fast", part="--fast")
    for option in ("--workspace=-1", "--workspace=-1M", "--batch=nan", "--min-timing=1e999"):
        refuses_words("build", model, "--plan", plan, option, part="expected")
    for unknown in (("polish", "--help"), ("polish",), ("--polish",), ("polish", model)):
        refuses_words(*unknown, part=unknown[0])
    refuses_words("build", model, "--plan", "", part="--plan")
    refuses_words("export", model, "--onnx", "", part="--onnx")


def check_shapes(folder):
    model, plan = folder / "open.prototxt", folder / "open.plan"
    shapes = "data:2x3x24x20"
    model.write_text(OPEN_NET.format(1, 3, 12, 12))
    data = write_npy(folder / "data.npy", (2, 3, 24, 20), [i % 17 - 8 for i in range(2 * 3 * 24 * 20)])
    succeeds("build", model, "--plan", plan, "--shapes", shapes)
    bindings = json.loads(succeeds("inspect", plan, "--json"))["bindings"]
    expect([binding["shape"] for binding in bindings] == [[2, 3, 24, 20], [2, 4, 24, 20], [2, 5, 1, 1]],
           "the plan's shapes", bindings)
    expect(json.loads(succeeds("bench", plan, "--shapes", shapes, "--duration", 0, "--json"))["batch"] == 2,
           "it takes its own shapes")
    fails("bench", plan, "--shapes", "data:2x3x12x12", part="data")
    stretched = folder / "stretched.prototxt"
    stretched.write_text(OPEN_NET.format(2, 3, 24, 20))
    results = []
    for words in ((plan,), (model, "--shapes", shapes), (stretched, "--batch", 2)):
        succeeds("run", *words, data, "--save", folder / "{output}.npy")
        results.append([read_npy(folder / f"{name}.npy") for name in ("part", "prob")])
    for result in results[:2]:
        for (shape, values), (expected_shape, expected) in zip(result, results[2]):
            expect(shape == expected_shape and max(abs(a - b) for a, b in zip(values, expected)) < 1e-5,
                   "values of a prototxt of that size", (shape, expected_shape))
    plan.unlink()
    refuses_words("build", model, "--plan", plan, "--shapes", shapes, "--batch", 2, part="--batch")
    for text in ("data", "data:", ":1x3x8x8", "data:1x3x8x-8"):
        refuses_words("build", model, "--plan", plan, "--shapes", text, part="--shapes")
    for text, part in (("data:0x3x8x8", "[0,3,8,8]"), ("data:3x8x8", "expected 4 known extents"),
                       ("none:1x3x8x8", "has no input 'none'"), ("prob:1x3x8x8", "has no input 'prob'")):
        fails("build", model, "--plan", plan, "--shapes", text, part=part)
    expect(not plan.exists(), "no plan after a failure")


def check_failures(folder):
    model, plan = folder / "net.prototxt", folder / "net.plan"
    (folder / "no_net.prototxt").write_text("layer {")
    plan.write_text("an older plan")
    fails("build", folder / "no_net.prototxt", "--plan", plan, part="no_net.prototxt")
    fails("build", model, "--plan", plan, "--output", "none", part="has no blob 'none'")
    fails("build", model, "--plan", folder / "none" / "net.plan", part="folder")
    fails("build", folder / "no_net.prototxt", "--plan", plan, "--timing-cache", folder / "none" / "c",
          part="none/c: its folder cannot be written to")
    (folder / "a_folder").mkdir()
    fails("build", model, "--plan", folder / "a_folder", part="a_folder")
    os.mkfifo(folder / "pipe")
    fails("build", model, "--plan", plan, "--timing-cache", folder / "pipe", part="pipe: not a file")
    expect(plan.read_text() == "an older plan", "a failed build keeps the older plan")
    expect(names_in(folder) == ["a_folder", "net.plan", "net.prototxt", "no_net.prototxt", "pipe"],
           "failed builds leave nothing behind", names_in(folder))


def check_inputs_stay(folder):
    model, weights, link = folder / "net.prototxt", folder / "net.caffemodel", folder / "link.prototxt"
    weights.write_bytes(b"")
    link.symlink_to(model)
    words = ("build", model, "--weights", weights)
    for path in (model, link, weights, f"{folder}/./net.prototxt"):
        refuses_words(*words, "--plan", path, part=f"{path}: would take the place of")
        refuses_words(*words, "--plan", folder / "p", "--timing-cache", path, part="take the place of")
    refuses_words("build", model, "--plan", folder / "p", "--timing-cache", folder / "p", part="place of")
    refuses_words("export", model, "--onnx", model, part="take the place of")
    expect(model.read_text() == NET, "the network stays")


def check_late_failure(folder):
    """A cache whose name leaves no room for that of the temporary file beside it."""
    plan, cache = folder / "net.plan", folder / ("c" * 255)
    fails("build", folder / "net.prototxt", "--plan", plan, "--timing-cache", cache, part="ccc")
    expect(names_in(folder) == ["net.plan", "net.prototxt"], "the plan is kept", names_in(folder))
    succeeds("inspect", plan)


def wait_until_handled(process, signal_number):
    """Until the program has a handler for it, as Linux tells; a loaded machine starts it slowly."""
    status = f"/proc/{process.pid}/status"
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with open(status) as lines:
            caught = next(line for line in lines if line.startswith("SigCgt:")).split()[1]
        if int(caught, 16) >> (signal_number - 1) & 1:
            return
        time.sleep(0.01)


def check_cancelling(folder, signal_number):
    model, plan, cache = folder / "long.prototxt", folder / "long.plan", folder / "long.cache"
    model.write_text(LONG_NET)
    plan.write_text("an older plan")
    process = subprocess.Popen([INGOT, "build", model, "--plan", plan, "--timing-cache", cache],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until_handled(process, signal_number)
    time.sleep(0.5)
    process.send_signal(signal_number)
    out, err = process.communicate(timeout=60)
    expect(process.returncode == 1 and not out and len(err.splitlines()) == 1
           and "cancelled" in err, f"signal {signal_number} cancels", (process.returncode, out, err))
    expect(plan.read_text() == "an older plan", "a cancelled build keeps the older plan")
    expect(names_in(folder) == ["long.plan", "long.prototxt", "net.prototxt"],
           "a cancelled build leaves nothing", names_in(folder))


def check_progress_bar(folder):
    code, out = on_terminal("build", folder / "net.prototxt", "--plan", folder / "net.plan")
    expect(code == 0, "a build on a terminal succeeds", out)
    for part in ("optimising the graph [", "choosing tactics [", "layer left", "writing the plan ["):
        expect(part in out, f"the bar shows '{part}'", out)
    drawn, _, summary = out.rpartition("\x1b[K")
    expect("layers:" in summary and "layers:" not in drawn and drawn.endswith("\r"),
           "the bar is gone before the summary", out)
    expect(max(map(len, drawn.replace("\x1b[K", "").split("\r"))) < 80, "the bar fits", out)


def check_interrupt(folder):
    check_cancelling(folder, signal.SIGINT)


def check_termination(folder):
    check_cancelling(folder, signal.SIGTERM)


for check in (check_summary, check_timing_cache, check_options, check_shapes, check_failures,
              check_inputs_stay, check_late_failure, check_interrupt, check_termination,
              check_progress_bar):
    with Folder() as temporary:
        check(temporary)
finish()
