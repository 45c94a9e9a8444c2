#!/usr/bin/env python3
"""Trains LeNet on digits drawn by strokes.py and writes the tutorial's data files."""

import argparse
import pathlib
import time

import numpy as np

import caffemodel
import lenet
import strokes

TRAINING_SEED, HELD_OUT_SEED, WEIGHTS_SEED, PICTURES_SEED = 1, 2, 3, 2018
BATCH = 64
PEAK_RATE = 0.02

# name, type, bottom, top: the layers of lenet.prototxt.
LAYERS = [
    ("data", "Input", [], ["data"]),
    ("conv1", "Convolution", ["data"], ["conv1"]),
    ("pool1", "Pooling", ["conv1"], ["pool1"]),
    ("conv2", "Convolution", ["pool1"], ["conv2"]),
    ("pool2", "Pooling", ["conv2"], ["pool2"]),
    ("ip1", "InnerProduct", ["pool2"], ["ip1"]),
    ("relu1", "ReLU", ["ip1"], ["ip1"]),
    ("ip2", "InnerProduct", ["ip1"], ["ip2"]),
    ("prob", "Softmax", ["ip2"], ["prob"]),
]

POOLING = "pooling_param { pool: MAX kernel_size: 2 stride: 2 }"
PARAMETERS = {
    "data": "input_param { shape { dim: 1 dim: 1 dim: 28 dim: 28 } }",
    "conv1": "convolution_param { num_output: 20 kernel_size: 5 stride: 1 }",
    "pool1": POOLING,
    "conv2": "convolution_param { num_output: 50 kernel_size: 5 stride: 1 }",
    "pool2": POOLING,
    "ip1": "inner_product_param { num_output: 500 }",
    "ip2": "inner_product_param { num_output: 10 }",
}


def prototxt():
    lines = ['name: "LeNet"']
    for name, kind, bottoms, tops in LAYERS:
        lines += ["layer {", f'  name: "{name}"', f'  type: "{kind}"']
        lines += [f'  bottom: "{bottom}"' for bottom in bottoms]
        lines += [f'  top: "{top}"' for top in tops]
        lines += [f"  {PARAMETERS[name]}"] if name in PARAMETERS else []
        lines += ["}"]
    return "\n".join(lines) + "\n"


def scaled(images):
    """Bytes to [0, 1), as the tutorial's program scales them."""
    return images.astype(np.float32) / 256


def train(images, labels, epochs):
    parameters = lenet.initial_parameters(WEIGHTS_SEED)
    velocity = {name: [np.zeros_like(v) for v in values] for name, values in parameters.items()}
    rng = np.random.default_rng(WEIGHTS_SEED)
    steps_per_epoch = len(images) // BATCH
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        for step in range(steps_per_epoch):
            progress = (epoch * steps_per_epoch + step) / (epochs * steps_per_epoch)
            rate = PEAK_RATE * min(1.0, 20 * progress + 0.05) * (1 - progress)
            chosen = order[step * BATCH : (step + 1) * BATCH]
            slopes = lenet.gradients(parameters, images[chosen], labels[chosen])
            lenet.descend(parameters, velocity, slopes, rate)
        print(f"epoch {epoch + 1} of {epochs} done", flush=True)
    return parameters


def write_pgm(path, image):
    header = f"P5\n{image.shape[1]} {image.shape[0]}\n255\n".encode()
    path.write_bytes(header + image.tobytes())


def write_files(folder, parameters):
    (folder / "digits").mkdir(parents=True, exist_ok=True)
    (folder / "lenet.prototxt").write_text(prototxt())
    layers = [(*spec, parameters.get(spec[0], [])) for spec in LAYERS]
    (folder / "lenet.caffemodel").write_bytes(caffemodel.net("LeNet", layers))
    rng = np.random.default_rng(PICTURES_SEED)
    for digit in range(10):
        write_pgm(folder / "digits" / f"{digit}.pgm", strokes.draw(digit, rng))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parents[1])
    options.add_argument("--count", type=int, default=40000, help="drawings to train on")
    options.add_argument("--epochs", type=int, default=6)
    chosen = options.parse_args()

    start = time.monotonic()
    images, labels = strokes.draw_set(chosen.count, TRAINING_SEED)
    print(f"drew {chosen.count} digits in {time.monotonic() - start:.0f} s", flush=True)
    parameters = train(scaled(images), labels, chosen.epochs)
    held_out, answers = strokes.draw_set(10000, HELD_OUT_SEED)
    rate = lenet.accuracy(parameters, scaled(held_out), answers)
    print(f"held-out accuracy {100 * rate:.2f} % on {len(held_out)} drawings")
    print(f"{time.monotonic() - start:.0f} s in all")
    if rate < 0.99:
        raise SystemExit("held-out accuracy is below 99 %: nothing written")
    write_files(chosen.out, parameters)


if __name__ == "__main__":
    main()
