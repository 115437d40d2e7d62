"""Writes beyond.json: rating and beyond-accuracy metrics by scikit-learn and scipy.

    /usr/bin/python3 beyond.py > beyond.json
"""
import json
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import entropy
from sklearn.metrics import mean_absolute_error, mean_squared_error
from sklearn.metrics.pairwise import cosine_similarity

random = np.random.RandomState(11)
N_USERS, N_ITEMS, K, DIM, GENRES = 12, 25, 6, 4, ["Action", "Comedy", "Drama", "Horror"]

lists = np.array([random.permutation(N_ITEMS)[:K] for _ in range(N_USERS)])
histories = [random.permutation(N_ITEMS)[: random.randint(2, 9)] for _ in range(N_USERS)]
features = random.randn(N_ITEMS, DIM).astype(np.float32)
genres = [
    [GENRES[index] for index in sorted(random.permutation(4)[: random.randint(1, 4)])]
    for _ in range(N_ITEMS)
]
counts = random.randint(0, 40, N_ITEMS)


def distribution(items):
    rows = [[(genre in genres[item]) / len(genres[item]) for genre in GENRES] for item in items]
    return np.mean(rows, axis=0)


def intra_list(items):
    similarity = cosine_similarity(features[items].astype(np.float64))
    return similarity[np.triu_indices(K, 1)].mean()


def calibration(user):
    p, q = distribution(histories[user]), distribution(lists[user])
    return entropy(p, 0.99 * q + 0.01 * p)


recommended = np.bincount(lists.ravel(), minlength=N_ITEMS)
differences = np.abs(recommended[:, None] - recommended[None, :])
predictions = np.round(random.uniform(0, 6, 200), 3)
ratings = random.randint(1, 6, 200)
clipped = np.clip(predictions, 1, 5)

print(
    json.dumps(
        {
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "sklearn": sklearn.__version__,
            },
            "lists": lists.tolist(),
            "histories": [history.tolist() for history in histories],
            "features": features.astype(np.float64).tolist(),
            "genres": genres,
            "counts": counts.tolist(),
            "nTrainUsers": 40,
            "coverage": len(np.unique(lists)) / N_ITEMS,
            # Half the relative mean absolute difference of all pairs.
            "gini": differences.mean() / (2 * recommended.mean()),
            "popularity": counts[lists].mean(axis=1).tolist(),
            "novelty": (-np.log2(np.maximum(counts[lists], 1) / 40)).mean(axis=1).tolist(),
            "intraList": [intra_list(items) for items in lists],
            "genreEntropy": [entropy(distribution(items), base=2) for items in lists],
            "genreCalibration": [calibration(user) for user in range(N_USERS)],
            "predictions": predictions.tolist(),
            "ratings": ratings.tolist(),
            "rmse": mean_squared_error(ratings, predictions) ** 0.5,
            "mae": mean_absolute_error(ratings, predictions),
            "rmseClipped": mean_squared_error(ratings, clipped) ** 0.5,
            "maeClipped": mean_absolute_error(ratings, clipped),
            "nClipped": int((clipped != predictions).sum()),
        }
    )
)
