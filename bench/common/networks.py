"""Networks of the bench in words of our own, as Caffe's prototxt text with random weights.

Each follows the publication of its name. What is gone before inference is left out: dropout, and
batch normalisation after a convolution; before one it stands as Scale.
"""

from __future__ import annotations

from collections.abc import Callable


class Net:
    """Writes layers one after the other; every method returns the name of its top."""

    def __init__(self, name: str, channels: int, side: int) -> None:
        self.count = 0
        self.text = [f'name: "{name}"', 'input: "data"',
                     f"input_shape {{ dim: 1 dim: {channels} dim: {side} dim: {side} }}"]

    def layer(self, kind: str, bottoms: list[str], parameters: str = "") -> str:
        self.count += 1
        name = f"{kind.lower()}{self.count}"
        inputs = " ".join(f'bottom: "{bottom}"' for bottom in bottoms)
        self.text.append(f'layer {{ name: "{name}" type: "{kind}" {inputs} top: "{name}" '
                         f"{parameters} }}")
        return name

    def relu(self, bottom: str) -> str:
        return self.layer("ReLU", [bottom])

    def conv(self, bottom: str, outputs: int, kernel: int, stride: int = 1, pad: int = 0,
             group: int = 1) -> str:
        return self.layer(
            "Convolution", [bottom],
            f"convolution_param {{ num_output: {outputs} kernel_size: {kernel} stride: {stride} "
            f"pad: {pad} group: {group} }}")

    def conv_relu(self, bottom: str, outputs: int, kernel: int, stride: int = 1, pad: int = 0,
                  group: int = 1) -> str:
        return self.relu(self.conv(bottom, outputs, kernel, stride, pad, group))

    def max_pool(self, bottom: str, kernel: int, stride: int, pad: int = 0) -> str:
        return self.layer("Pooling", [bottom], "pooling_param { pool: MAX "
                          f"kernel_size: {kernel} stride: {stride} pad: {pad} }}")

    def global_average(self, bottom: str) -> str:
        return self.layer("Pooling", [bottom], "pooling_param { pool: AVE global_pooling: true }")

    def dense(self, bottom: str, outputs: int) -> str:
        return self.layer("InnerProduct", [bottom],
                          f"inner_product_param {{ num_output: {outputs} }}")

    def lrn(self, bottom: str) -> str:
        return self.layer("LRN", [bottom], "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 }")

    def scale_relu(self, bottom: str) -> str:
        return self.relu(self.layer("Scale", [bottom], "scale_param { bias_term: true }"))

    def average_pool(self, bottom: str, kernel: int, stride: int) -> str:
        return self.layer("Pooling", [bottom], "pooling_param { pool: AVE "
                          f"kernel_size: {kernel} stride: {stride} }}")

    def add(self, first: str, second: str) -> str:
        return self.layer("Eltwise", [first, second])

    def join(self, *bottoms: str) -> str:
        return self.layer("Concat", list(bottoms))

    def finish(self, bottom: str) -> str:
        """The whole text, with the softmax that ends it."""
        self.layer("Softmax", [bottom])
        return "\n".join(self.text) + "\n"


def lenet() -> str:
    net = Net("LeNet", 1, 28)
    x = net.max_pool(net.conv("data", 20, 5), 2, 2)
    x = net.max_pool(net.conv(x, 50, 5), 2, 2)
    return net.finish(net.dense(net.relu(net.dense(x, 500)), 10))


def resnet20() -> str:
    net = Net("ResNet-20", 3, 32)
    x = net.conv_relu("data", 16, 3, pad=1)
    for outputs in (16, 32, 64):
        for block in range(3):
            stride = 2 if block == 0 and outputs > 16 else 1
            shortcut = x if stride == 1 else net.conv(x, outputs, 1, stride)
            y = net.conv_relu(x, outputs, 3, stride, pad=1)
            x = net.relu(net.add(net.conv(y, outputs, 3, pad=1), shortcut))
    return net.finish(net.dense(net.global_average(x), 10))


def fire(net: Net, x: str, squeeze: int, expand: int) -> str:
    x = net.conv_relu(x, squeeze, 1)
    return net.join(net.conv_relu(x, expand, 1), net.conv_relu(x, expand, 3, pad=1))


def squeezenet_v1_0() -> str:
    net = Net("SqueezeNet v1.0", 3, 227)
    x = net.max_pool(net.conv_relu("data", 96, 7, 2), 3, 2)
    for squeeze, expand in ((16, 64), (16, 64), (32, 128)):
        x = fire(net, x, squeeze, expand)
    x = net.max_pool(x, 3, 2)
    for squeeze, expand in ((32, 128), (48, 192), (48, 192), (64, 256)):
        x = fire(net, x, squeeze, expand)
    x = fire(net, net.max_pool(x, 3, 2), 64, 256)
    return net.finish(net.global_average(net.conv_relu(x, 1000, 1)))


def squeezenet_v1_1() -> str:
    net = Net("SqueezeNet v1.1", 3, 227)
    x = net.max_pool(net.conv_relu("data", 64, 3, 2), 3, 2)
    x = net.max_pool(fire(net, fire(net, x, 16, 64), 16, 64), 3, 2)
    x = net.max_pool(fire(net, fire(net, x, 32, 128), 32, 128), 3, 2)
    for squeeze, expand in ((48, 192), (48, 192), (64, 256), (64, 256)):
        x = fire(net, x, squeeze, expand)
    return net.finish(net.global_average(net.conv_relu(x, 1000, 1)))


MOBILENET_BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1),
                    (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1))


def separable(net: Net, x: str, inputs: int, outputs: int, stride: int) -> str:
    x = net.conv_relu(x, inputs, 3, stride, pad=1, group=inputs)
    return net.conv_relu(x, outputs, 1)


def mobilenet_trunk(net: Net) -> str:
    x, channels = net.conv_relu("data", 32, 3, 2, pad=1), 32
    for outputs, stride in MOBILENET_BLOCKS:
        x, channels = separable(net, x, channels, outputs, stride), outputs
    return x


def mobilenet_v1() -> str:
    net = Net("MobileNet v1", 3, 224)
    return net.finish(net.conv(net.global_average(mobilenet_trunk(net)), 1000, 1))


def mobilenet_ssd() -> str:
    """The trunk alone, without the heads and what comes after them."""
    net = Net("MobileNet-SSD", 3, 300)
    x = mobilenet_trunk(net)
    for squeeze, outputs in ((256, 512), (128, 256), (128, 256), (64, 128)):
        x = net.conv_relu(net.conv_relu(x, squeeze, 1), outputs, 3, 2, pad=1)
    return net.finish(net.global_average(x))


def inception(net: Net, x: str, one: int, three: tuple[int, int], five: tuple[int, int],
              pool: int) -> str:
    return net.join(net.conv_relu(x, one, 1),
                    net.conv_relu(net.conv_relu(x, three[0], 1), three[1], 3, pad=1),
                    net.conv_relu(net.conv_relu(x, five[0], 1), five[1], 5, pad=2),
                    net.conv_relu(net.max_pool(x, 3, 1, 1), pool, 1))


def googlenet() -> str:
    net = Net("GoogLeNet", 3, 224)
    x = net.lrn(net.max_pool(net.conv_relu("data", 64, 7, 2, pad=3), 3, 2))
    x = net.lrn(net.conv_relu(net.conv_relu(x, 64, 1), 192, 3, pad=1))
    x = inception(net, net.max_pool(x, 3, 2), 64, (96, 128), (16, 32), 32)
    x = net.max_pool(inception(net, x, 128, (128, 192), (32, 96), 64), 3, 2)
    x = inception(net, x, 192, (96, 208), (16, 48), 64)
    x = inception(net, x, 160, (112, 224), (24, 64), 64)
    x = inception(net, x, 128, (128, 256), (24, 64), 64)
    x = inception(net, x, 112, (144, 288), (32, 64), 64)
    x = inception(net, x, 256, (160, 320), (32, 128), 128)
    x = inception(net, net.max_pool(x, 3, 2), 256, (160, 320), (32, 128), 128)
    x = inception(net, x, 384, (192, 384), (48, 128), 128)
    return net.finish(net.dense(net.global_average(x), 1000))


def resnet50() -> str:
    net = Net("ResNet-50", 3, 224)
    x = net.max_pool(net.conv_relu("data", 64, 7, 2, pad=3), 3, 2)
    for stage, (width, blocks) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for block in range(blocks):
            stride = 2 if block == 0 and stage > 0 else 1
            shortcut = net.conv(x, 4 * width, 1, stride) if block == 0 else x
            y = net.conv_relu(net.conv_relu(x, width, 1, stride), width, 3, pad=1)
            x = net.relu(net.add(net.conv(y, 4 * width, 1), shortcut))
    return net.finish(net.dense(net.global_average(x), 1000))


def vgg16() -> str:
    net, x = Net("VGG-16", 3, 224), "data"
    for width, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(depth):
            x = net.conv_relu(x, width, 3, pad=1)
        x = net.max_pool(x, 2, 2)
    x = net.relu(net.dense(net.relu(net.dense(x, 4096)), 4096))
    return net.finish(net.dense(x, 1000))


def alexnet() -> str:
    net = Net("AlexNet", 3, 227)
    x = net.max_pool(net.lrn(net.conv_relu("data", 96, 11, 4)), 3, 2)
    x = net.max_pool(net.lrn(net.conv_relu(x, 256, 5, pad=2, group=2)), 3, 2)
    x = net.conv_relu(net.conv_relu(x, 384, 3, pad=1), 384, 3, pad=1, group=2)
    x = net.max_pool(net.conv_relu(x, 256, 3, pad=1, group=2), 3, 2)
    x = net.relu(net.dense(net.relu(net.dense(x, 4096)), 4096))
    return net.finish(net.dense(x, 1000))


def densenet121() -> str:
    net, channels = Net("DenseNet-121", 3, 224), 64
    x = net.max_pool(net.conv_relu("data", channels, 7, 2, pad=3), 3, 2)
    for stage, layers in enumerate((6, 12, 24, 16)):
        if stage > 0:
            channels //= 2
            x = net.average_pool(net.conv(net.scale_relu(x), channels, 1), 2, 2)
        for _ in range(layers):
            x = net.join(x, net.conv(net.conv_relu(net.scale_relu(x), 128, 1), 32, 3, pad=1))
        channels += 32 * layers
    return net.finish(net.dense(net.global_average(net.scale_relu(x)), 1000))


NETWORKS: dict[str, Callable[[], str]] = {
    "lenet": lenet,
    "resnet20": resnet20,
    "squeezenet_v1.0": squeezenet_v1_0,
    "squeezenet_v1.1": squeezenet_v1_1,
    "mobilenet_v1": mobilenet_v1,
    "googlenet": googlenet,
    "resnet50": resnet50,
    "vgg16": vgg16,
    "alexnet": alexnet,
    "densenet121": densenet121,
    "mobilenet_ssd": mobilenet_ssd,
}
