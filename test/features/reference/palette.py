"""Reference for the preset `palette`, written from its documentation with NumPy and Pillow."""

import sys

import numpy as np
import PIL
from PIL import Image

from samples import choose_samples, poster_of, poster_source, write_reference

WIDTH, HEIGHT = 96, 144
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def area_matrix(source, target):
    """Row t holds how much of target pixel t each source pixel covers."""
    edges = np.arange(target + 1) * (source / target)
    pixels = np.arange(source)
    low = np.maximum(edges[:-1, None], pixels[None])
    high = np.minimum(edges[1:, None], pixels[None] + 1)
    return np.maximum(0, high - low) * (target / source)


def working_image(path):
    pixels = np.asarray(Image.open(path).convert("RGB"), np.float64) / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    down, across = area_matrix(pixels.shape[0], HEIGHT), area_matrix(pixels.shape[1], WIDTH)
    shrunk = np.einsum("yh,hwc,xw->yxc", down, linear, across, optimize=True)
    return np.cbrt(shrunk @ TO_CONES.T) @ TO_LAB.T


def colour_histogram(lab):
    lightness, a, b = lab.reshape(-1, 3).T
    chroma = np.hypot(a, b)
    hue = np.clip(np.floor(np.mod(np.arctan2(b, a) / (2 * np.pi), 1) * 12), 0, 11)
    grey = np.clip(np.floor(lightness * 8), 0, 7)
    light = np.clip(np.floor(lightness * 3), 0, 2)
    colour = 8 + 12 * (2 * light + (chroma > 0.1)) + hue
    classes = np.where(chroma < 0.03, grey, colour).astype(int)
    return np.sqrt(np.bincount(classes, minlength=80) / classes.size)


def edge_histogram(lightness):
    pad = lambda dy, dx: lightness[1 + dy : HEIGHT - 1 + dy, 1 + dx : WIDTH - 1 + dx]
    gx = sum(w * (pad(dy, 1) - pad(dy, -1)) for dy, w in ((-1, 1), (0, 2), (1, 1))) / 8
    gy = sum(w * (pad(1, dx) - pad(-1, dx)) for dx, w in ((-1, 1), (0, 2), (1, 1))) / 8
    angle = np.mod(np.arctan2(gy, gx), np.pi)
    bins = np.floor(angle / np.pi * 8 + 0.5).astype(int) % 8
    strength = np.hypot(gx, gy)
    strength[strength < 0.005] = 0
    rows, columns = np.mgrid[1 : HEIGHT - 1, 1 : WIDTH - 1]
    cells = rows // 48 * 2 + columns // 48
    sums = np.bincount((cells * 8 + bins).ravel(), strength.ravel(), 48)
    return unit(np.sqrt(sums))


def layout(lab):
    means = lab.reshape(6, 24, 4, 24, 3).mean(axis=(1, 3))
    return unit(((means - [0.5, 0, 0]) * [1, 3, 3]).ravel())


def text_blocks(lightness):
    steps = np.zeros_like(lightness)
    steps[:, :-1] = np.diff(lightness, axis=1)
    count = lambda marked: marked.reshape(24, 6, 4, 24).sum(axis=(1, 3))
    is_text = (count(steps > 0.1) >= 18) & (count(steps < -0.1) >= 18)
    shares = is_text.reshape(6, 16).sum(axis=1) / 96
    return np.sqrt(np.append(shares, 1 - shares.sum()))


def unit(vector):
    length = np.linalg.norm(vector)
    return vector if length == 0 else vector / length


def describe(path):
    lab = working_image(path)
    lightness = lab[..., 0]
    return unit(
        np.concatenate(
            [
                colour_histogram(lab),
                0.5 * edge_histogram(lightness),
                layout(lab),
                0.25 * text_blocks(lightness),
            ]
        )
    )


def main(demo, folder):
    samples = [
        {
            "item": item["item"],
            "source": poster_source(demo, item),
            "vector": describe(poster_of(demo, item)),
        }
        for item in choose_samples(demo)
    ]
    made_by = f"test/features/reference/palette.py, NumPy {np.__version__}, Pillow {PIL.__version__}"
    write_reference(folder, "palette", made_by, samples)


main(*sys.argv[1:])
