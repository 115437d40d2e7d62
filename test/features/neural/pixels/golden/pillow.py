"""Pixel tensors as the processors of transformers for Python make them, with Pillow and NumPy alone.

    /usr/bin/python3 pillow.py > pillow.json

The images are made by a formula, so that no decoder takes part. Each case gives the SHA-256 of the
float32 tensor [3 x crop x crop] and of the 8-bit square before the normalisation.
"""
import hashlib
import json

import numpy as np
import PIL
from PIL import Image

HALF = ([0.5] * 3, [0.5] * 3)
IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])
SETTINGS = {
    "mobilenet": (256, False, 224, Image.BILINEAR, HALF),
    "vit": (224, True, 224, Image.BILINEAR, HALF),
    "resnet": (256, False, 224, Image.BICUBIC, IMAGENET),
    "clip": (224, False, 224, Image.BICUBIC, CLIP),
}
SIZES = [(135, 200), (500, 300), (224, 224), (1031, 707), (3, 400), (1, 1)]


def image(width, height):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * 7 + y * 13 + c * 29 + (x * y) % 31 * 3 + (x // 9 + y // 5) % 2 * 90) % 256).astype(np.uint8)


def tensor(pixels, edge, square, crop, resample, statistics):
    height, width = pixels.shape[:2]
    if square:
        size = (edge, edge)
    elif width <= height:
        size = (edge, int(edge * height / width))
    else:
        size = (int(edge * width / height), edge)
    resized = np.asarray(Image.fromarray(pixels).resize(size, resample))
    top, left = (size[1] - crop) // 2, (size[0] - crop) // 2
    cut = np.ascontiguousarray(resized[top : top + crop, left : left + crop])
    mean, deviation = (np.array(values, np.float32) for values in statistics)
    scaled = (cut.astype(np.float64) * (1 / 255)).astype(np.float32)
    return cut, np.ascontiguousarray(((scaled - mean) / deviation).transpose(2, 0, 1))


def sha(array):
    return hashlib.sha256(array.tobytes()).hexdigest()


cases = []
for name, (edge, square, crop, resample, statistics) in SETTINGS.items():
    for width, height in SIZES:
        cut, values = tensor(image(width, height), edge, square, crop, resample, statistics)
        assert values.dtype == np.float32
        case = {"settings": name, "width": width, "height": height}
        cases.append({**case, "square": sha(cut), "tensor": sha(values)})
versions = {"pillow": PIL.__version__, "numpy": np.__version__}
print(json.dumps({"versions": versions, "cases": cases}, indent=2))
