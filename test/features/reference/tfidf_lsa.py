"""Reference for the preset `tfidf-lsa` over all texts of the demo set: sklearn's counts, NumPy's
complete singular value decomposition. Of the library only its list of stop words is read."""

import os
import re
import sys
import unicodedata

import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer

from samples import choose_samples, read_items, text_of, text_source, write_reference

SIZE = 128
HERE = os.path.dirname(os.path.abspath(__file__))
STOP_WORDS = os.path.join(HERE, "../../../src/features/tfidf-lsa/stop-words.ts")


def stop_words():
    with open(STOP_WORDS, encoding="utf-8") as file:
        return set(re.search(r"`([^`]*)`", file.read()).group(1).split())


def tokenise(text, stops):
    lower = unicodedata.normalize("NFKC", text).lower()
    marked = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in lower)
    return [word for word in marked.split() if len(word) >= 2 and word not in stops]


def main(demo, folder):
    stops = stop_words()
    items = read_items(demo)
    vectorizer = CountVectorizer(analyzer=lambda text: tokenise(text, stops), min_df=2)
    counts = vectorizer.fit_transform([text_of(item) for item in items]).toarray().astype(float)
    frequency = (counts > 0).sum(axis=0)
    weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0)
    weights *= np.log((1 + len(items)) / (1 + frequency))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    _, _, right = np.linalg.svd(weights, full_matrices=False)
    right = right[:SIZE]
    largest = np.take_along_axis(right, np.abs(right).argmax(axis=1)[:, None], axis=1)
    vectors = weights @ (right * np.sign(largest)).T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    row_of = {item["item"]: row for row, item in enumerate(items)}
    samples = [
        {
            "item": item["item"],
            "source": text_source(item),
            "vector": vectors[row_of[item["item"]]],
        }
        for item in choose_samples(demo)
    ]
    made_by = (
        f"test/features/reference/tfidf_lsa.py, NumPy {np.__version__}, "
        f"scikit-learn {sklearn.__version__}"
    )
    write_reference(folder, "tfidf-lsa", made_by, samples)


main(*sys.argv[1:])
