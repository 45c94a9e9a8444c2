#!/usr/bin/env python3
"""Models, as parsed and as optimised: ONNX Runtime against an engine of Ingot.

usage: models.py INGOT ONNX_ENGINE [MODEL...]
"""

import dataclasses
import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

environment.enter()

import numpy
import onnxruntime

import runtime

TOLERANCE = 1e-4  # of the largest element


@dataclasses.dataclass(frozen=True)
class Model:
    deploy: str
    weights: str  # empty: random
    outputs: tuple
    batch: int = 1
    scale: float = 1  # inputs are uniform up to this
    end: str = ""  # the layer before which the text is cut; empty: none

    @property
    def name(self):
        return Path(self.deploy).with_suffix("").as_posix().removeprefix("caffe/")


MODELS = [
    Model("caffe/lenet/lenet.prototxt", "caffe/lenet/lenet_iter_10000.caffemodel",
          ("ip2", "prob"), batch=3),
    Model("caffe/cifar10-quick/cifar10_quick.prototxt",
          "caffe/cifar10-quick/cifar10_quick_iter_5000.caffemodel", ("ip2", "prob"), batch=2, scale=128),
    Model("caffe/cifar10-resnet20/deploy.prototxt",
          "caffe/cifar10-resnet20/cifar10_res20_iter_64000.caffemodel", ("InnerProduct1", "prob"), batch=2, scale=128),
    Model("caffe/squeezenet-v1.0/SqueezeNet_deploy.prototxt",
          "caffe/squeezenet-v1.0/squeezenet_v1.0.caffemodel", ("conv_final", "pool_final"), scale=128),
    Model("caffe/mtcnn/det1.prototxt", "caffe/mtcnn/det1.caffemodel", ("conv4-2", "prob1")),
    Model("caffe/mtcnn/det2.prototxt", "caffe/mtcnn/det2.caffemodel", ("conv5-2", "prob1"), batch=4),
    Model("caffe/mtcnn/det3.prototxt", "caffe/mtcnn/det3.caffemodel",
          ("conv6-2", "conv6-3", "prob1"), batch=4),
    Model("caffe/mtcnn/det4.prototxt", "caffe/mtcnn/det4.caffemodel",
          ("fc5_1", "fc5_2", "fc5_3", "fc5_4", "fc5_5")),
    Model("caffe/hyperlpr/CharacterRecognization.prototxt",
          "caffe/hyperlpr/CharacterRecognization.caffemodel", ("prob",)),
    Model("caffe/hyperlpr/HorizonalFinemapping.prototxt",
          "caffe/hyperlpr/HorizonalFinemapping.caffemodel", ("dense",)),
    Model("caffe/hyperlpr/Segmentation.prototxt",
          "caffe/hyperlpr/Segmentation.caffemodel", ("prob",)),
    Model("caffe/waifu2x-vgg7/scale2.0x_model.prototxt",
          "caffe/waifu2x-vgg7/scale2.0x_model.caffemodel", ("conv7",)),
    Model("caffe/topologies/mobilenet_v1.prototxt", "", ("fc7",)),
    Model("caffe/topologies/googlenet.prototxt", "", ("loss3/classifier",)),
    Model("caffe/topologies/resnet50.prototxt", "", ("fc1000",)),
    Model("caffe/topologies/alexnet.prototxt", "", ("fc8", "prob")),
    Model("caffe/topologies/squeezenet_v1.1.prototxt", "", ("pool10", "prob")),
    Model("caffe/topologies/densenet121.prototxt", "", ("classifier", "prob")),
    Model("caffe/topologies/mobilenet_ssd_voc.prototxt", "", ("conv11", "conv13", "conv17_2"),
          end="conv11_mbox_loc"),
]


class Trial:
    """One model, with a folder of its own."""

    def __init__(self, model, data, folder, tool, engine):
        self.model, self.data, self.folder = model, data, folder
        self.tool, self.engine = tool, engine

    @functools.cached_property
    def deploy(self):
        """The model's text up to its end."""
        given = self.data / self.model.deploy
        if not self.model.end:
            return given
        text, path = given.read_text(), self.folder / "deploy.prototxt"
        path.write_text(text[:text.index(f'layer {{\n  name: "{self.model.end}"')])
        return path

    def export(self, *options):
        path = self.folder / "model.onnx"
        weights = ["--weights", self.data / self.model.weights] if self.model.weights else []
        subprocess.run([self.tool, "export", self.deploy, "--onnx", path, *weights,
                        "--output", *self.model.outputs, *options], check=True)
        return path

    def draw_input(self, session):
        value, = session.get_inputs()
        shape = [n if isinstance(n, int) else self.model.batch for n in value.shape]
        data = numpy.random.default_rng(1).uniform(-1, 1, shape) * self.model.scale
        return value.name, data.astype("float32")

    def expected(self, data):
        """What the engine makes of the input, one flat array an output."""
        data.tofile(self.folder / "input")
        deploy = os.path.relpath(self.deploy, self.data)
        subprocess.run([self.engine, self.folder, deploy, self.model.weights,
                        str(self.model.batch), self.folder / "input", *self.model.outputs], check=True)
        return [numpy.fromfile(self.folder / str(i), "float32")
                for i in range(len(self.model.outputs))]

    def run(self):
        """The largest difference over the largest element, as parsed and as optimised."""
        expected = None
        for options in ((), ("--optimised",), ("--batch", str(self.model.batch))):
            path = self.export(*options)
            runtime.checked(path)
            session = runtime.session(path)
            name, data = self.draw_input(session)
            expected = expected or self.expected(data)
            actual = session.run(list(self.model.outputs), {name: data})
            yield max(difference(a, e) for a, e in zip(actual, expected))


def difference(actual, expected):
    if actual.size != expected.size:
        raise ValueError(f"expected {expected.size} elements, got {list(actual.shape)}")
    return float(numpy.abs(actual.ravel() - expected).max() / numpy.abs(expected).max())


def judge(trial):
    """Prints a line; returns whether the model agrees."""
    try:
        worst = list(trial.run())
    except Exception as error:  # whatever the programs, the checker and the runtime throw
        print(f"FAIL {trial.model.name}: {' '.join(str(error).split())}", flush=True)
        return False
    agrees = max(worst) <= TOLERANCE
    print(f"{'' if agrees else 'FAIL '}{trial.model.name}: {', '.join(f'{w:.1e}' for w in worst)}",
          flush=True)
    return agrees


def main():
    data = os.environ.get("INGOT_TEST_DATA")
    if not data:
        environment.skip("INGOT_TEST_DATA does not name the folder of models")
    tool, engine, *names = sys.argv[1:]
    print("largest difference over the largest element: parsed, optimised, batch fixed"
          f" (ONNX Runtime {onnxruntime.__version__})", flush=True)
    failures = 0
    for model in MODELS:
        if names and model.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            failures += not judge(Trial(model, Path(data).resolve(), Path(folder).resolve(), tool, engine))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
