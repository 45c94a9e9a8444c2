"""LeNet in numpy: forward, gradients, momentum descent.

Activations are (batch, height, width, channels). Parameters have Caffe's shapes: convolutions
(outputs, inputs, 5, 5), inner products (outputs, inputs) over inputs in (channel, row, column)
order.
"""

import numpy as np

KERNEL = 5
SHAPES = {
    "conv1": (20, 1, KERNEL, KERNEL),
    "conv2": (50, 20, KERNEL, KERNEL),
    "ip1": (500, 800),
    "ip2": (10, 500),
}


def initial_parameters(seed):
    """{layer: [weights, bias]}: He-scaled normal weights, zero bias."""
    rng = np.random.default_rng(seed)
    return {
        name: [
            rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape).astype(np.float32),
            np.zeros(shape[0], np.float32),
        ]
        for name, shape in SHAPES.items()
    }


def patches(x):
    """(rows, channels * 25): what the kernel sees at each output position."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (KERNEL, KERNEL), axis=(1, 2))
    return windows.reshape(-1, x.shape[3] * KERNEL * KERNEL)


def convolve(x, weights, bias):
    seen = patches(x)
    n, height, width, _ = x.shape
    y = seen @ weights.reshape(len(weights), -1).T + bias
    return y.reshape(n, height - KERNEL + 1, width - KERNEL + 1, -1), seen


def convolve_input_gradient(dy, weights):
    n, height, width, _ = dy.shape
    spread = (dy.reshape(-1, len(weights)) @ weights.reshape(len(weights), -1)).reshape(
        n, height, width, -1, KERNEL, KERNEL
    )
    dx = np.zeros((n, height + KERNEL - 1, width + KERNEL - 1, weights.shape[1]), np.float32)
    for i in range(KERNEL):
        for j in range(KERNEL):
            dx[:, i : i + height, j : j + width] += spread[..., i, j]
    return dx


def pool(x):
    """Maximum of each 2 by 2 square, and each pixel's share of its gradient."""
    n, height, width, channels = x.shape
    squares = x.reshape(n, height // 2, 2, width // 2, 2, channels)
    y = squares.max(axis=(2, 4), keepdims=True)
    share = (squares == y).astype(np.float32)
    share /= share.sum(axis=(2, 4), keepdims=True)
    return y.reshape(n, height // 2, width // 2, channels), share


def pool_gradient(dy, share):
    n, height, width, channels = dy.shape
    return (dy[:, :, None, :, None] * share).reshape(n, 2 * height, 2 * width, channels)


def softmax(scores):
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return grown / grown.sum(axis=1, keepdims=True)


def forward(parameters, images):
    """Probabilities (batch, 10) of images (batch, 28, 28) in [0, 1), and what gradients need."""
    conv1, seen1 = convolve(images[..., None], *parameters["conv1"])
    pool1, share1 = pool(conv1)
    conv2, seen2 = convolve(pool1, *parameters["conv2"])
    pool2, share2 = pool(conv2)
    flat = pool2.transpose(0, 3, 1, 2).reshape(len(images), -1)
    ip1 = np.maximum(flat @ parameters["ip1"][0].T + parameters["ip1"][1], 0)
    prob = softmax(ip1 @ parameters["ip2"][0].T + parameters["ip2"][1])
    return prob, (seen1, share1, seen2, share2, flat, ip1)


def gradients(parameters, images, labels):
    """Gradients of the mean cross entropy, in the layout of the parameters."""
    prob, (seen1, share1, seen2, share2, flat, ip1) = forward(parameters, images)
    n = len(images)
    d2 = prob.copy()
    d2[np.arange(n), labels] -= 1
    d2 /= n
    d1 = (d2 @ parameters["ip2"][0]) * (ip1 > 0)
    dpool2 = (d1 @ parameters["ip1"][0]).reshape(n, 50, 4, 4).transpose(0, 2, 3, 1)
    dconv2 = pool_gradient(dpool2, share2)
    dconv1 = pool_gradient(convolve_input_gradient(dconv2, parameters["conv2"][0]), share1)
    flow = {
        "conv1": (dconv1.reshape(-1, 20), seen1),
        "conv2": (dconv2.reshape(-1, 50), seen2),
        "ip1": (d1, flat),
        "ip2": (d2, ip1),
    }
    return {
        name: [(dy.T @ seen).reshape(SHAPES[name]), dy.sum(axis=0)]
        for name, (dy, seen) in flow.items()
    }


def descend(parameters, velocity, slopes, rate, momentum=0.9, decay=5e-4):
    """One step of stochastic gradient descent, in place."""
    for name, values in parameters.items():
        for value, speed, slope in zip(values, velocity[name], slopes[name]):
            speed *= momentum
            speed -= rate * (slope + decay * value)
            value += speed


def accuracy(parameters, images, labels, batch=500):
    right = 0
    for i in range(0, len(images), batch):
        prob, _ = forward(parameters, images[i : i + batch])
        right += (prob.argmax(axis=1) == labels[i : i + batch]).sum()
    return right / len(images)
