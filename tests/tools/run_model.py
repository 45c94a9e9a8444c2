#!/usr/bin/env python3
"""ingot run: what goes in, what comes out, files that are damaged.

usage: run_model.py INGOT
"""

import array
import json
import math
import os
from pathlib import Path

from arrays import read_npy, write_jpeg, write_mean, write_npy, write_png, write_pnm
from program import Folder, expect, fails, finish, names_in, refuses_words, succeeds

TUTORIAL = Path(__file__).resolve().parents[2] / "examples/tutorial"
LENET = (TUTORIAL / "lenet.prototxt", "--weights", TUTORIAL / "lenet.caffemodel")
DIGITS = [TUTORIAL / f"digits/{i}.pgm" for i in range(10)]

# A network that hands its input on: a window of one element.
ECHO = """input: "data"  input_shape {{ dim: 1 dim: {} dim: {} dim: {} }}
layer {{ name: "echo" type: "Pooling" bottom: "data" top: "echo"
  pooling_param {{ pool: MAX kernel_size: 1 stride: 1 }} }}"""
SUM = """input: "a"  input_shape { dim: 1 dim: 2 dim: 1 dim: 2 }
input: "b"  input_shape { dim: 1 dim: 2 dim: 1 dim: 2 }
layer { name: "sum" type: "Eltwise" bottom: "a" bottom: "b" top: "sum"
  eltwise_param { operation: SUM } }"""

WIDTH, HEIGHT = 5, 3
COLOURS = [(37 * i + i * i) % 256 for i in range(WIDTH * HEIGHT * 3)]
GREYS = [(53 * i) % 256 for i in range(WIDTH * HEIGHT)]


def echo(folder, channels, height, width):
    path = folder / f"echo_{channels}_{height}_{width}.prototxt"
    path.write_text(ECHO.format(channels, height, width))
    return path


def echoed(folder, model, *words):
    """What arrives in the network."""
    result = folder / "echoed.npy"
    silent = succeeds("run", model, *words, "--save", result)
    expect(silent == "", "saving alone is quiet", silent)
    return read_npy(result)


def planes(samples, channels):
    """From pixel by pixel to plane by plane."""
    return [sample for c in range(channels) for sample in samples[c::channels]]


def expect_near(values, expected, tolerance, what):
    far = [(a, b) for a, b in zip(values, expected) if not abs(a - b) <= tolerance]
    expect(len(values) == len(expected) and not far, what, far[:5] or (len(values), len(expected)))


def check_digits(folder):
    answers = json.loads(succeeds("run", *LENET, *DIGITS, "--scale", "1/256", "--top", 3, "--json"))
    expect([a["top"][0]["index"] for a in answers] == list(range(10)), "ten digits", answers)
    for answer, path in zip(answers, DIGITS):
        values = [entry["value"] for entry in answer["top"]]
        expect(answer["item"] == str(path) and answer["output"] == "prob" and len(values) == 3
               and values == sorted(values, reverse=True), "a ranking", answer)
    labels = folder / "labels.txt"
    labels.write_text("".join(f"digit {i}\n" for i in range(10)))
    text = succeeds("run", *LENET, DIGITS[7], "--scale", 0.00390625, "--labels", labels, "--top", 1)
    expect(text.splitlines()[0] == str(DIGITS[7]) and text.splitlines()[1].endswith("7  digit 7"),
           "a labelled line", text)
    labels.write_text("one\ntwo\n")
    fails("run", *LENET, DIGITS[7], "--labels", labels, part="has 2 labels, prob has 10 values")


def check_batches(folder):
    plan = folder / "ten.plan"
    succeeds("build", *LENET, "--plan", plan, "--batch", 10)
    results = []
    for options in ([], ["--batch", 4], ["--batch", 10]):
        shape, values = echoed(folder, plan, *DIGITS, "--scale", "1/256", *options)
        expect(shape == (10, 10, 1, 1) or shape == (10, 10), "all items", shape)
        results.append(values)
    expect(results[0] == results[1] == results[2], "batches give the same bits")
    plan = folder / "lenet.plan"
    succeeds("build", *LENET, "--plan", plan, "--batch", 4)
    expect_near(echoed(folder, plan, *DIGITS, "--scale", "1/256", "--batch", 3)[1], results[0], 1e-5,
                "a plan gives the same")
    fails("run", plan, *DIGITS, "--batch", 5, part="up to 4 items, not 5")
    fails("run", plan, DIGITS[0], "--weights", LENET[2], part="is a plan")


def check_pictures(folder):
    model = echo(folder, 3, HEIGHT, WIDTH)
    picture = write_pnm(folder / "in.ppm", WIDTH, HEIGHT, COLOURS)
    red, green, blue = (COLOURS[c::3] for c in range(3))
    shape, values = echoed(folder, model, picture)
    expect(shape == (1, 3, HEIGHT, WIDTH) and values == red + green + blue, "red, green, blue", values)
    values = echoed(folder, model, picture, "--channels", "bgr", "--mean", "1,2,3", "--scale", 2)[1]
    expect(values == [2 * (v - m) for m, plane in ((1, blue), (2, green), (3, red)) for v in plane],
           "the mean is in the network's order", values)
    values = echoed(folder, model, picture, "--mean", 100)[1]
    expect(values == [v - 100 for v in planes(COLOURS, 3)], "one mean", values)
    mean = [i / 4 for i in range(WIDTH * HEIGHT * 3)]
    path = write_mean(folder / "mean.binaryproto", (3, HEIGHT, WIDTH), mean)
    values = echoed(folder, model, picture, "--mean", path)[1]
    expect(values == [v - m for v, m in zip(planes(COLOURS, 3), mean)], "a mean picture", values)
    wrong = write_mean(folder / "wrong.binaryproto", (3, HEIGHT, WIDTH + 1),
                       range(3 * HEIGHT * (WIDTH + 1)))
    fails("run", model, picture, "--mean", wrong, part="3x3x6")
    fails("run", model, picture, "--mean", "1,2", part="the mean has 2 values")
    fails("run", echo(folder, 2, 3, 5), picture, part="1 or 3 channels")


def check_formats(folder):
    colour, grey = echo(folder, 3, HEIGHT, WIDTH), echo(folder, 1, HEIGHT, WIDTH)
    for path in (write_pnm(folder / "a", WIDTH, HEIGHT, COLOURS),
                 write_png(folder / "b", WIDTH, HEIGHT, COLOURS),
                 write_pnm(folder / "c", WIDTH, HEIGHT, [257 * v for v in COLOURS], 65535)):
        expect(echoed(folder, colour, path)[1] == planes(COLOURS, 3), f"reads {path.name}")
    for path in (write_pnm(folder / "d", WIDTH, HEIGHT, GREYS),
                 write_png(folder / "e", WIDTH, HEIGHT, GREYS)):
        expect(echoed(folder, grey, path)[1] == GREYS, f"reads {path.name}")
        expect(echoed(folder, colour, path)[1] == 3 * GREYS, f"grey {path.name} as colours")
    luma = [round(0.299 * r + 0.587 * g + 0.114 * b)
            for r, g, b in zip(COLOURS[::3], COLOURS[1::3], COLOURS[2::3])]
    expect_near(echoed(folder, grey, folder / "a")[1], luma, 1, "colours as grey")
    half = [v for i in range(WIDTH * HEIGHT) for v in (200, 100, 50, 255 if i % 2 else 0)]
    values = echoed(folder, colour, write_png(folder / "f", WIDTH, HEIGHT, half))[1]
    expect(values[:2] == [0, 200], "what is transparent is black", values[:2])
    smooth = [c * 60 + 3 * x + 2 * y for y in range(16) for x in range(16) for c in range(3)]
    jpeg = write_jpeg(folder / "g", 16, 16, smooth)
    expect_near(echoed(folder, echo(folder, 3, 16, 16), jpeg)[1], planes(smooth, 3), 4, "reads JPEG")


def check_saved_pictures(folder):
    model = echo(folder, 3, HEIGHT, WIDTH)
    original = write_pnm(folder / "in.ppm", WIDTH, HEIGHT, COLOURS)
    settings = ["--channels", "bgr", "--mean", "10,20,30", "--scale", "1/255"]
    for ending in ("png", "ppm"):
        saved = folder / f"out.{ending}"
        succeeds("run", model, original, "--save", saved, *settings)
        expect(echoed(folder, model, saved)[1] == planes(COLOURS, 3), f"{ending} is as it was")
    values = write_npy(folder / "far.npy", (3, HEIGHT, WIDTH), 15 * [-7.0] + 15 * [math.nan] + 15 * [9e9])
    succeeds("run", model, values, "--save", folder / "far.ppm")
    expect(echoed(folder, model, folder / "far.ppm")[1] == 30 * [0] + 15 * [255], "values are cut off")
    other = write_pnm(folder / "other.ppm", WIDTH, HEIGHT, COLOURS)
    succeeds("run", model, original, other, "--save", folder / "{number}_{name}_{output}.png")
    expect({"0_in_echo.png", "1_other_echo.png"} <= set(names_in(folder)), "names", names_in(folder))
    fails("run", model, original, other, "--save", folder / "one.png", part="written twice")
    fails("run", model, original, "--save", folder / "out.bmp", part="out.bmp")
    for name in ("in.ppm", "{name}.ppm", model.name):
        refuses_words("run", model, original, "--save", folder / name, part="would take the place of")
    refuses_words("run", model, f"data={original}", "--save", original, part="would take the place of")
    (folder / "no_net.prototxt").write_text("layer {")
    for name in ("out.png", "{output}.npy"):
        fails("run", folder / "no_net.prototxt", original, "--save", folder / "none" / name,
              part=f"none/{name}: its folder cannot be written to")
    fails("run", model, original, "--save", folder / "{output}" / "out.png", part="echo/out.png: its folder")
    fails("run", *LENET, DIGITS[0], "--save", folder / "out.png", part="1 or 3 channels")


def check_resize(folder):
    step = write_pnm(folder / "step.pgm", 2, 1, [0, 255])
    values = echoed(folder, echo(folder, 1, 2, 4), step)[1]
    expect(values == 2 * [0, 64, 191, 255], "between the centres", values)
    even = write_pnm(folder / "even.pgm", 40, 30, 1200 * [77])
    expect(echoed(folder, echo(folder, 1, 7, 9), even)[1] == 63 * [77], "even stays even")
    stripes = write_pnm(folder / "stripes.pgm", 64, 8, 8 * (32 * [0, 200]))
    values = echoed(folder, echo(folder, 1, 2, 8), stripes)[1]
    expect_near(values, 16 * [100], 4, "stripes become grey, not a pattern")


def check_arrays(folder):
    model = echo(folder, 1, 2, 2)
    one = write_npy(folder / "one.npy", (1, 2, 2), [1.5, -2, 3, 4])
    many = write_npy(folder / "many.npy", (3, 1, 2, 2), range(12))
    raw = folder / "two.bin"
    raw.write_bytes(array.array("f", range(8)).tobytes())
    shape, values = echoed(folder, model, one, many, raw, "--batch", 4)
    expect(shape == (6, 1, 2, 2) and values == [1.5, -2, 3, 4, *range(12), *range(8)],
           "items of all files", (shape, values))
    names = [entry["item"] for entry in json.loads(succeeds("run", model, one, many, "--json"))]
    expect(names == [str(one)] + [f"{many}[{i}]" for i in range(3)], "names of items", names)
    summed = folder / "sum.prototxt"
    summed.write_text(SUM)
    left = write_npy(folder / "l.npy", (2, 2, 1, 2), range(8))
    right = write_npy(folder / "r.npy", (2, 2, 1, 2), range(10, 18))
    expect(echoed(folder, summed, f"a={left}", f"b={right}")[1] == [10 + 2 * i for i in range(8)],
           "two inputs")
    fails("run", summed, left, part="NAME is one of a, b")
    fails("run", summed, f"a={left}", part="b: has 0 items")
    for path, part in ((write_npy(folder / "w.npy", (2, 2), range(4)), "holds 2x2"),
                       (write_npy(folder / "t.npy", (1, 2, 2), range(4), "<i4"), "of type <i4"),
                       (write_npy(folder / "o.npy", (1, 2, 2), range(4), order=True), "column-major"),
                       (write_npy(folder / "s.npy", (9, 1, 2, 2), range(4)), "promises"),
                       (write_npy(folder / "h.npy", (1 << 62, 1, 2, 2), []), "no sensible size"),
                       (write_npy(folder / "n.npy", (-1, 2, 2), []), "sensible shape")):
        fails("run", model, path, part=part)
    raw.write_bytes(raw.read_bytes()[:-1])
    fails("run", model, raw, part="has 31 bytes; data takes 1x2x2 float32, which is 16")


def check_damage(folder):
    model = echo(folder, 3, HEIGHT, WIDTH)
    for write in (write_pnm, write_png, write_jpeg):
        path = write(folder / "whole", WIDTH, HEIGHT, COLOURS)
        whole = path.read_bytes()
        for size in (len(whole) - 1, len(whole) * 2 // 3, 9):
            path.write_bytes(whole[:size - 12 if write is write_png and size > 20 else size])
            fails("run", model, path, part="whole")
    for text in (b"P6\n2147483647 2147483647\n255\n", b"P6\n99999999999 1 255\n", b"P6 0 3 255\n",
                 b"P6 3 3 0\n" + bytes(27), b"P6 3 3 255", b"P6 #", b"P5 x"):
        (folder / "head").write_bytes(text)
        fails("run", model, folder / "head", part="head")
    huge = write_png(folder / "huge.png", WIDTH, HEIGHT, COLOURS)
    head = bytearray(huge.read_bytes())
    head[16:24] = b"\0\x0f\xff\xff" * 2
    huge.write_bytes(head)
    fails("run", model, huge, part="huge.png")
    (folder / "plan.plan").write_bytes(b"INGOTPLN" + bytes(100))
    fails("run", folder / "plan.plan", folder / "head", part="plan.plan")


def check_words(folder):
    model = echo(folder, 1, 2, 2)
    refuses_words("run", part="MODEL")
    refuses_words("run", model, part="FILE")
    refuses_words("run", folder / "none.plan", model, part="none.plan")
    for option, value in (("--mean", "x"), ("--mean", ""), ("--scale", 0), ("--scale", "1/0"),
                          ("--scale", "1/2/3"), ("--channels", "rbg"), ("--top", 0), ("--batch", 0),
                          ("--shapes", "data"), ("--shapes", "data:1xx"), ("--labels", "none")):
        refuses_words("run", model, model, option, value, part=option)
    for name in ("", "{bogus}.npy", "{output.npy", "output}.npy", "{out{number}put}.npy"):
        refuses_words("run", model, model, "--save", name, part="--save")
    fails("run", "/proc/self/mem", model, part="/proc/self/mem: cannot be read")
    fails("run", model, folder / "none.ppm", part="none.ppm")
    fails("run", model, folder, part=folder.name)
    fails("run", model, model, "--shapes", "none:1x1x2x2", part="has no input 'none'")


def check_photos(data):
    """SqueezeNet on photos, by EXPECTED.md; waifu2x's picture."""
    net = data / "caffe/squeezenet-v1.0"
    rows = [line.split("\t") for line in (data / "images/squeezenet-top5.tsv").read_text().splitlines()
            if not line.startswith("#")]
    labelled = [row for row in rows if row[1].isdigit()]
    pictures = [data / "images/crops227" / f"{Path(row[0]).stem}.ppm" for row in labelled]
    answers = json.loads(succeeds(
        "run", net / "SqueezeNet_deploy.prototxt", "--weights", net / "squeezenet_v1.0.caffemodel",
        *pictures, "--batch", 7, "--channels", "bgr", "--mean", "104,117,123", "--json"))
    ranks = [[entry["index"] for entry in answer["top"]] for answer in answers]
    truths = [int(row[1]) for row in labelled]
    top1 = sum(truth == rank[0] for truth, rank in zip(truths, ranks))
    top5 = sum(truth in rank for truth, rank in zip(truths, ranks))
    expect((len(truths), top1, top5) == (21, 17, 19), "17 and 19 of 21", (len(truths), top1, top5))
    net = data / "caffe/waifu2x-vgg7"
    with Folder() as folder:
        words = (net / "scale2.0x_model.prototxt", "--weights", net / "scale2.0x_model.caffemodel",
                 net / "golden/input.ppm", "--scale", "1/255")
        golden = read_npy(net / "golden/output.npy")[1]
        expect_near(echoed(folder, *words)[1], golden, 1e-4, "waifu2x's values")
        succeeds("run", *words, "--save", folder / "out.png")
        picture = echoed(folder, echo(folder, 3, 128, 128), folder / "out.png")[1]
        expect_near(picture, [min(255, max(0, 255 * v)) for v in golden], 0.51, "waifu2x's picture")


for check in (check_digits, check_batches, check_pictures, check_formats, check_saved_pictures,
              check_resize, check_arrays, check_damage, check_words):
    with Folder() as temporary:
        check(temporary)
if os.environ.get("INGOT_TEST_DATA"):
    check_photos(Path(os.environ["INGOT_TEST_DATA"]))
else:
    print("INGOT_TEST_DATA is not set: no photos")
finish()
