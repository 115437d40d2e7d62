"""Reference for the presets `glove` and `glove-weighted`: the table out of the ONNX file, a tokenizer
written from BERT's description, means with NumPy, the common direction by its complete decomposition."""

import json
import os
import sys
import unicodedata

import numpy as np

from onnx_reader import read_graph
from samples import choose_samples, read_items, text_of, text_source, write_reference

MODEL = "stanfordnlp/glove-twitter-25d-12k"
LIMIT = 512


def is_punctuation(char):
    code = ord(char)
    ascii_sign = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_sign or unicodedata.category(char).startswith("P")


def split_words(text):
    """BERT's basic tokenizer: lower case, accents off, punctuation apart."""
    lower = unicodedata.normalize("NFD", text.lower())
    plain = "".join(char for char in lower if unicodedata.category(char) != "Mn")
    apart = "".join(f" {char} " if is_punctuation(char) else char for char in plain)
    return apart.split()


def mean(ids, table):
    return table[[word for word in ids if word > 1]].astype(float).mean(axis=0)


def weighted(all_ids, table):
    known = [[word for word in ids if word > 1] for ids in all_ids]
    counts = np.bincount([word for ids in known for word in ids], minlength=len(table))
    weights = 1e-3 / (1e-3 + counts / counts.sum())
    means = np.array([(weights[ids] @ table[ids].astype(float)) / len(ids) for ids in known])
    _, _, right = np.linalg.svd(means, full_matrices=False)
    return means - np.outer(means @ right[0], right[0])


def main(demo, models, folder):
    _, tensors = read_graph(os.path.join(models, MODEL, "onnx/model.onnx"))
    table = tensors["embeddings.weight"]
    with open(os.path.join(models, MODEL, "tokenizer.json"), encoding="utf-8") as file:
        vocabulary = json.load(file)["model"]["vocab"]
    items = read_items(demo)
    all_ids = [
        [vocabulary.get(word, 1) for word in split_words(text_of(item))][:LIMIT] for item in items
    ]
    row_of = {item["item"]: row for row, item in enumerate(items)}
    made_by = f"test/features/reference/glove.py, NumPy {np.__version__}"
    chosen = choose_samples(demo)
    rows = [row_of[item["item"]] for item in chosen]
    write = lambda preset, vectors: write_reference(
        folder,
        preset,
        made_by,
        [
            {
                "item": item["item"],
                "source": text_source(item),
                "vector": vector,
                "tokens": all_ids[row],
            }
            for item, row, vector in zip(chosen, rows, vectors)
        ],
    )
    write("glove", [mean(all_ids[row], table) for row in rows])
    write("glove-weighted", weighted(all_ids, table)[rows])


main(*sys.argv[1:])
