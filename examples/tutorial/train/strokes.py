"""Handwritten digits drawn from vector strokes.

A style is a text of points "x,y" in a box of 100 by 100 units, y downwards. `;` starts a new
stroke; `/` ends a smooth piece, and the next piece goes on from its last point (a corner).
"""

import numpy as np

SIZE = 28  # pixels along each side of a picture

STYLES = {
    0: [
        "50,5 27,20 21,52 30,86 51,95 71,82 78,50 71,17 50,5",
        "58,8 34,14 22,45 29,83 47,95 68,85 77,52 70,18 50,6 42,12",
        "52,6 36,24 33,52 38,84 52,95 64,82 68,50 64,20 52,6",
        "46,8 70,14 80,46 72,84 48,95 27,82 20,48 28,18 52,5",
    ],
    1: [
        "50,4 50,50 50,96",
        "34,24 45,15 / 53,4 / 53,50 53,96",
        "34,24 45,15 / 53,4 / 53,50 53,95 ; 32,95 52,95 73,95",
        "60,4 51,50 42,96",
    ],
    2: [
        "24,26 34,9 54,4 72,14 74,33 60,56 40,76 22,94 / 50,94 80,93",
        "25,20 44,6 66,10 73,28 62,53 42,78 24,90 20,82 32,76 50,86 66,94 82,88",
        "27,18 48,5 68,13 72,32 58,58 38,80 / 22,94 / 40,88 60,93 81,94",
        "24,12 44,7 68,8 / 72,26 56,56 22,93 / 50,94 82,92",
    ],
    3: [
        "25,16 46,5 68,12 68,32 52,45 42,47 / 58,49 75,62 73,83 52,95 32,92 20,80",
        "24,7 48,7 73,7 / 58,24 44,42 / 62,46 76,62 72,84 50,95 32,92 21,82",
        "27,14 50,4 70,18 62,38 46,45 48,49 66,52 76,70 64,90 42,96 22,86",
        "28,12 52,6 66,22 54,42 38,48 56,47 76,58 74,80 54,95 26,90",
    ],
    4: [
        "30,5 26,30 21,57 / 50,58 82,56 ; 64,28 62,60 60,96",
        "62,4 40,35 17,64 / 50,65 85,64 ; 64,4 64,50 64,96",
        "27,6 24,30 24,48 36,57 56,55 70,44 ; 73,6 70,40 66,70 63,96",
        "66,5 42,34 18,60 / 48,61 80,58 ; 62,36 59,66 57,97",
    ],
    5: [
        "74,7 52,7 32,8 / 30,25 28,44 / 45,39 66,43 76,62 68,84 46,95 22,88",
        "33,8 31,26 28,47 / 48,40 70,48 75,68 62,90 40,95 22,86 ; 33,8 55,7 76,5",
        "76,6 54,9 38,8 32,24 30,42 48,41 70,52 74,72 62,90 42,96 24,90",
        "70,8 36,9 / 31,44 / 54,42 72,58 70,80 50,94 24,92",
    ],
    6: [
        "66,5 44,22 29,48 25,74 36,93 56,95 72,80 70,60 54,52 37,60 27,74",
        "54,4 38,28 29,56 30,82 46,96 66,90 74,72 62,57 44,58 30,70",
        "72,10 56,7 38,26 26,54 28,82 46,95 66,88 72,70 60,55 42,58 28,72",
        "44,4 34,30 29,58 33,84 50,95 68,86 70,68 54,58 36,66 32,80",
    ],
    7: [
        "22,9 50,8 77,8 / 64,36 50,64 40,96",
        "23,9 50,10 76,8 / 60,38 49,66 42,96 ; 34,52 50,51 70,49",
        "23,24 24,9 / 50,9 77,8 / 62,34 48,64 42,96",
        "22,14 40,7 58,10 77,8 / 70,30 56,60 50,96",
    ],
    8: [
        "70,18 52,5 32,14 34,32 52,46 70,62 72,82 50,96 29,83 32,63 52,46 68,32 70,16",
        "50,5 32,16 36,38 50,46 66,36 67,16 50,5 ; 50,46 28,60 28,85 50,96 72,85 72,60 50,46",
        "52,46 32,34 33,14 51,5 70,14 69,34 52,46 31,62 29,84 50,95 71,84 71,62 52,46",
        "74,12 54,5 34,16 38,36 58,50 70,66 66,88 46,95 31,82 38,62 60,40 76,14",
    ],
    9: [
        "70,24 56,7 36,12 28,32 40,50 58,46 70,26 / 70,60 68,96",
        "69,18 48,6 30,20 32,42 50,49 66,36 71,14 70,46 62,76 52,96",
        "70,20 52,5 33,14 29,36 46,49 64,38 70,18 74,52 66,82 46,95 28,88",
        "72,10 50,6 32,22 34,42 54,46 / 71,12 / 66,54 60,96",
    ],
}

JITTER = 3.0  # standard deviation of a point's displacement, box units
PIXELS_PER_UNIT = 0.2
STEPS_PER_SPAN = 6


def parse(style):
    """The strokes of a style: lists of pieces, each an array of points (n, 2)."""
    return [
        [
            np.array([point.split(",") for point in piece.split()], dtype=np.float64)
            for piece in stroke.split("/")
        ]
        for stroke in style.split(";")
    ]


PARSED = {digit: [parse(style) for style in styles] for digit, styles in STYLES.items()}


def smooth(points):
    """A Catmull-Rom curve through the points, as a polyline (m, 2)."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    p0, p1, p2, p3 = (padded[i : len(padded) - 3 + i, None, :] for i in range(4))
    t = np.arange(STEPS_PER_SPAN)[None, :, None] / STEPS_PER_SPAN
    curve = p1 + 0.5 * t * (
        p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0))
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


def polylines(strokes, rng):
    """One polyline a stroke, its control points displaced at random."""
    lines = []
    for pieces in strokes:
        line = np.empty((0, 2))
        shift = rng.normal(0, JITTER / 2, 2)
        for piece in pieces:
            moved = piece + shift + rng.normal(0, JITTER, piece.shape)
            through = np.concatenate([line[-1:], moved])
            line = np.concatenate([line[:-1], smooth(through) if len(through) > 1 else through])
        lines.append(line)
    return lines


def random_affine(rng):
    """A 2x2 matrix (box units to pixels) and the picture's centre in pixels."""
    angle = np.radians(np.clip(rng.normal(0, 6), -15, 15))
    slant = np.clip(rng.normal(0.12, 0.16), -0.25, 0.5)
    width, height = rng.uniform(0.75, 1.2), rng.uniform(0.85, 1.05)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1.0, -slant], [0.0, 1.0]])
    matrix = PIXELS_PER_UNIT * turn @ shear @ np.diag([width, height])
    return matrix, (SIZE - 1) / 2 + rng.uniform(-1.8, 1.8, 2)


def distance_to(lines):
    """Distance from each pixel's centre to the nearest segment, pixels, (SIZE, SIZE)."""
    start = np.concatenate([line[:-1] for line in lines]).astype(np.float32)
    step = np.concatenate([line[1:] - line[:-1] for line in lines]).astype(np.float32)
    length2 = np.maximum((step**2).sum(axis=1), 1e-6)
    axis = np.arange(SIZE, dtype=np.float32)
    dx = axis[None, :, None] - start[:, 0]
    dy = axis[:, None, None] - start[:, 1]
    along = np.clip((dx * step[:, 0] + dy * step[:, 1]) / length2, 0, 1)
    square = (dx - along * step[:, 0]) ** 2 + (dy - along * step[:, 1]) ** 2
    return np.sqrt(square.min(axis=2))


def blur(image, sigma):
    """Gaussian blur with standard deviation `sigma` pixels."""
    offsets = np.arange(-2, 3)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(image, [(2, 2) if a == axis else (0, 0) for a in (0, 1)])
        image = sum(w * np.take(padded, np.arange(SIZE) + i, axis) for i, w in enumerate(weights))
    return image


def draw(digit, rng):
    """A picture of the digit: (SIZE, SIZE) bytes, ink bright on a dark ground."""
    strokes = PARSED[digit][rng.integers(len(PARSED[digit]))]
    matrix, centre = random_affine(rng)
    lines = [(line - 50) @ matrix.T + centre for line in polylines(strokes, rng)]
    radius = rng.uniform(0.7, 1.9)
    ink = np.clip(radius + 0.5 - distance_to(lines), 0, 1)
    ink = blur(ink, rng.uniform(0.3, 0.8)) * rng.uniform(0.8, 1.0)
    return np.clip(np.round(255 * ink), 0, 255).astype(np.uint8)


def draw_set(count, seed):
    """`count` pictures (count, SIZE, SIZE) and their digits, each digit as often as the others."""
    rng = np.random.default_rng(seed)
    digits = rng.permutation(np.arange(count) % 10)
    return np.stack([draw(digit, rng) for digit in digits]), digits
