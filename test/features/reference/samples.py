"""The 32 fixed samples of the demo set, and the file that reference vectors stand in.

Every script of this folder is called with the demo set's folder (`moviola data get demo` makes it in
the cache), with the folder of models where it needs one, and with the folder for the result:

    python3 palette.py DEMO data/reference-vectors
    python3 tfidf_lsa.py DEMO data/reference-vectors
    python3 glove.py DEMO MODELS data/reference-vectors
    python3 mobilenet_v2.py DEMO MODELS data/reference-vectors

Made with Python 3.11.2, NumPy 1.24.2 and Pillow 9.4.0. Nothing of the library is called or read, except
the list of stop words, which is data.
"""

import base64
import csv
import hashlib
import json
import os

import numpy as np


def read_items(demo):
    """All items of the demo set, in order."""
    with open(os.path.join(demo, "items.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(item):
    """Title and text on two lines, as extractors get them; one of them where the other is missing."""
    return "\n".join(part for part in (item["title"], item["text"]) if part.strip())


def poster_of(demo, item):
    return os.path.join(demo, "posters", item["item"] + ".jpg")


def choose_samples(demo):
    """32 items, evenly spaced over those that have both a text and a poster."""
    items = read_items(demo)
    usable = [item for item in items if item["text"].strip() and os.path.exists(poster_of(demo, item))]
    return [usable[at * len(usable) // 32] for at in range(32)]


def text_source(item):
    return hashlib.sha256(text_of(item).encode("utf-8")).hexdigest()


def poster_source(demo, item):
    with open(poster_of(demo, item), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def encode(values):
    return base64.b64encode(np.asarray(values, "<f4").tobytes()).decode("ascii")


def write_reference(folder, preset, made_by, samples, **more):
    """`samples`: dictionaries with item, source, vector and perhaps tokens and pixels."""
    for sample in samples:
        dim = len(sample["vector"])
        sample["vector"] = encode(sample["vector"])
        if "pixels" in sample:
            sample["pixels"] = encode(sample["pixels"])
    content = {"schema": 1, "preset": preset, "madeBy": made_by, "dim": dim, **more, "samples": samples}
    with open(os.path.join(folder, preset + ".json"), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"), ensure_ascii=False)
        file.write("\n")
