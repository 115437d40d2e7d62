"""Reference for the preset `mobilenet-v2`: Pillow's resize, and the graph of the ONNX file computed
operator by operator with NumPy, without ONNX Runtime."""

import os
import sys

import numpy as np
import PIL
from PIL import Image

from onnx_reader import read_graph
from samples import choose_samples, poster_of, poster_source, write_reference

MODEL = "tensorflow/mobilenet_v2_1.0_224/onnx/model_quantized.onnx"
# A prime, so that the numbers that are compared lie all over the picture.
PIXEL_STEP = 997


def prepare(path):
    """Shorter edge 256 (bilinear), the middle 224 x 224, values in -1..1."""
    image = Image.open(path).convert("RGB")
    width, height = image.size
    short, long = sorted((width, height))
    longer = 256 * long // short
    size = (256, longer) if width <= height else (longer, 256)
    image = image.resize(size, Image.Resampling.BILINEAR)
    left, top = (size[0] - 224) // 2, (size[1] - 224) // 2
    pixels = np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32)
    return ((pixels / np.float32(255) - np.float32(0.5)) / np.float32(0.5)).transpose(2, 0, 1)


def convolve(x, weights, bias, strides, pads, group=1):
    stride, kernel = strides[0], weights.shape[2]
    if pads and any(pads):
        x = np.pad(x, ((0, 0), (pads[0], pads[2]), (pads[1], pads[3])))
    if kernel == 1:
        picked = x[:, ::stride, ::stride]
        flat = weights[:, :, 0, 0] @ picked.reshape(len(x), -1)
        return flat.reshape(-1, *picked.shape[1:]) + bias[:, None, None]
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    if group == 1:
        result = np.einsum("cyxij,ocij->oyx", windows, weights, optimize=True)
    else:
        result = np.einsum("cyxij,cij->cyx", windows, weights[:, 0], optimize=True)
    return result + bias[:, None, None]


def run(nodes, tensors, pixels):
    """The value of `pooler_output` for one picture."""
    values = {**tensors, "pixel_values": pixels}
    for operator, inputs, outputs, attributes in nodes:
        given = [values[name] for name in inputs]
        if operator == "DequantizeLinear":
            weights, scale, zero = given
            shape = (-1, *[1] * (weights.ndim - 1)) if scale.ndim else ()
            result = (weights.astype(np.float32) - zero.reshape(shape)) * scale.reshape(shape)
        elif operator == "Conv":
            strides, pads = attributes["strides"], attributes.get("pads")
            result = convolve(*given, strides, pads, attributes.get("group", 1))
        elif operator == "Clip":
            result = np.clip(given[0], given[1], given[2])
        elif operator == "Add":
            result = given[0] + given[1]
        elif operator == "GlobalAveragePool":
            result = given[0].mean(axis=(1, 2))
        elif operator in ("Identity", "Flatten"):
            result = given[0]
        else:
            raise ValueError(operator)
        values[outputs[0]] = result
        if outputs[0] == "pooler_output":
            return result
    raise ValueError("the graph has no pooler_output")


def main(demo, models, folder):
    nodes, tensors = read_graph(os.path.join(models, MODEL))
    samples = []
    for item in choose_samples(demo):
        pixels = prepare(poster_of(demo, item))
        samples.append(
            {
                "item": item["item"],
                "source": poster_source(demo, item),
                "vector": run(nodes, tensors, pixels),
                "pixels": pixels.ravel()[::PIXEL_STEP],
            }
        )
    made_by = (
        f"test/features/reference/mobilenet_v2.py, NumPy {np.__version__}, "
        f"Pillow {PIL.__version__}"
    )
    write_reference(folder, "mobilenet-v2", made_by, samples, pixelStep=PIXEL_STEP)


main(*sys.argv[1:])
