"""Golden values of ALS and EASE: dense matrices, numpy.linalg.solve and inv, double precision.

Run in this folder: python3 make_linear.py (made with Python 3.11, numpy 2.4.6). Writes linear.json.
"""

import json

import numpy as np

rng = np.random.default_rng(20)
N_USERS, N_ITEMS = 14, 11
ratings = np.where(rng.random((N_USERS, N_ITEMS)) < 0.4, rng.integers(1, 6, (N_USERS, N_ITEMS)), 0)
ratings[:, 9] = 0  # an item without users
ratings[12, :] = 0  # a user without items
X = (ratings > 0).astype(float)


def least_squares(weights, target, other, w0, ridge):
    """Rows minimising sum_j w_rj (t_rj - x_r y_j)^2 + w0 sum_j (x_r y_j)^2 + ridge_r |x_r|^2.

    As one ordinary least squares problem a row, of stacked equations: the loss itself, not its
    normal equations.
    """
    out = []
    for w, t, l in zip(weights, target, ridge):
        rows = np.vstack([np.sqrt(w)[:, None] * other, np.sqrt(w0) * other, np.sqrt(l) * np.eye(other.shape[1])])
        right = np.concatenate([np.sqrt(w) * t, np.zeros(len(t) + other.shape[1])])
        out.append(np.linalg.lstsq(rows, right, rcond=None)[0])
    return np.array(out)


def hu_least_squares(confidence, target, other, ridge):
    """The form of Hu et al.: sum over all j of c_rj (t_rj - x_r y_j)^2 + ridge_r |x_r|^2."""
    out = []
    for c, t, l in zip(confidence, target, ridge):
        rows = np.vstack([np.sqrt(c)[:, None] * other, np.sqrt(l) * np.eye(other.shape[1])])
        right = np.concatenate([np.sqrt(c) * t, np.zeros(other.shape[1])])
        out.append(np.linalg.lstsq(rows, right, rcond=None)[0])
    return np.array(out)


def als_case(config):
    alpha, w0 = config["alpha"], config["unobservedWeight"]
    lam, nu = config["regularisation"], config["regularisationExponent"]
    weights = alpha * (ratings if config["confidence"] == "rating" else X).astype(float)
    user_ridge = lam * (X.sum(1) + w0 * N_ITEMS) ** nu
    item_ridge = lam * (X.sum(0) + w0 * N_USERS) ** nu
    start = rng.normal(size=(N_USERS, config["embeddingSize"])).astype(np.float32).astype(float)
    start[X.sum(1) == 0] = 0
    users, losses = start, []
    for _ in range(config["epochs"]):
        items = least_squares(weights.T, X.T, users, w0, item_ridge)
        users = least_squares(weights, X, items, w0, user_ridge)
        scores = users @ items.T
        losses.append(
            float(
                (weights * (X - scores) ** 2).sum()
                + w0 * (scores**2).sum()
                + (user_ridge[:, None] * users**2).sum()
                + (item_ridge[:, None] * items**2).sum()
            )
        )
    return {"config": config, "start": start.tolist(), "scores": (users @ items.T).tolist(), "losses": losses}


def hu_case():
    """One row each of the form that the preset uses, with weights c - w0 and base w0."""
    other = rng.normal(size=(N_ITEMS, 3)).astype(np.float32).astype(float)
    confidence = np.where(X > 0, 2.5, 1.0)
    solution = hu_least_squares(confidence, X, other, np.full(N_USERS, 0.3))
    return {"other": other.tolist(), "confidence": 2.5, "ridge": 0.3, "solution": solution.tolist()}


def ease_case(lam):
    p = np.linalg.inv(X.T @ X + lam * np.eye(N_ITEMS))
    b = -p / np.diag(p)
    np.fill_diagonal(b, 0)
    return {"regularisation": lam, "scores": (X @ b).tolist()}


base = {"embeddingSize": 4, "epochs": 3, "alpha": 1.0, "unobservedWeight": 0.2, "confidence": "binary",
        "regularisation": 0.1, "regularisationExponent": 1.0}
golden = {
    "nUsers": N_USERS,
    "nItems": N_ITEMS,
    "rows": [[int(u), int(i), int(ratings[u, i])] for u, i in zip(*np.nonzero(ratings))],
    "als": [
        als_case(base),
        als_case({**base, "confidence": "rating", "alpha": 0.7, "regularisationExponent": 0.5}),
        als_case({**base, "embeddingSize": 9, "regularisationExponent": 0.0, "unobservedWeight": 1.0}),
    ],
    "hu": hu_case(),
    "ease": [ease_case(0.5), ease_case(20.0)],
}
with open("linear.json", "w", encoding="utf-8") as file:
    json.dump(golden, file)
