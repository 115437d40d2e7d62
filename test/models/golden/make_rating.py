"""Golden predictions of the rating models on a small random table.

Independent of the library: dense numpy, dictionaries and plain loops. Run with
    python3 make_rating.py > rating.json
"""
import json
import sys

import numpy
from numpy.linalg import lstsq, norm, svd

N_USERS, N_ITEMS = 14, 10
random = numpy.random.RandomState(20)
mask = random.rand(N_USERS, N_ITEMS) < 0.55
mask[-1, :] = False  # the last user and the last item have no ratings
mask[:, -1] = False
taste = random.randn(N_USERS, 2) @ random.randn(2, N_ITEMS)
ratings = numpy.clip(numpy.round(3 + taste + 0.5 * random.randn(N_USERS, N_ITEMS)), 1, 5)
observed = {(int(u), int(i)): float(ratings[u, i]) for u, i in zip(*numpy.nonzero(mask))}
mean = sum(observed.values()) / len(observed)


def clipped(table):
    return numpy.clip(table, 1, 5).tolist()


def least_squares(user_reg, item_reg):
    """The exact minimiser of the regularised squared error, as one least-squares problem."""
    rows, target = [], []
    for (u, i), r in observed.items():
        row = numpy.zeros(N_USERS + N_ITEMS)
        row[u] = row[N_USERS + i] = 1
        rows.append(row)
        target.append(r - mean)
    for k in range(N_USERS + N_ITEMS):
        row = numpy.zeros(N_USERS + N_ITEMS)
        row[k] = numpy.sqrt(user_reg if k < N_USERS else item_reg)
        rows.append(row)
        target.append(0)
    solution = lstsq(numpy.array(rows), numpy.array(target), rcond=None)[0]
    return mean + solution[:N_USERS, None] + solution[None, N_USERS:]


def als(epochs=10, user_reg=15, item_reg=10):
    """Surprise's baseline_als, written from its documentation."""
    bu, bi = [0.0] * N_USERS, [0.0] * N_ITEMS
    for _ in range(epochs):
        for i in range(N_ITEMS):
            column = [(u, r) for (u, j), r in observed.items() if j == i]
            if column:
                bi[i] = sum(r - mean - bu[u] for u, r in column) / (item_reg + len(column))
        for u in range(N_USERS):
            row = [(i, r) for (v, i), r in observed.items() if v == u]
            if row:
                bu[u] = sum(r - mean - bi[i] for i, r in row) / (user_reg + len(row))
    return numpy.array(bu), numpy.array(bi)


def row_means(table, seen):
    return numpy.array([t[s].mean() if s.any() else mean for t, s in zip(table, seen)])


def similarity(deviation, seen, kind, shrinkage, support):
    n = len(deviation)
    result = numpy.zeros((n, n))
    for a in range(n):
        for b in range(n):
            both = seen[a] & seen[b]
            count = both.sum()
            if a == b or count < support:
                continue
            x, y = deviation[a][both], deviation[b][both]
            if kind == "pearson":
                x, y = x - x.mean(), y - y.mean()
            if norm(x) < 1e-9 or norm(y) < 1e-9:
                continue
            result[a, b] = x @ y / (norm(x) * norm(y)) * (count - 1) / (count - 1 + shrinkage)
    return result


def neighbours(level, seen, deviation, sim, k, power, least):
    """Rows are compared; returns the table of predictions by row."""
    result = level.copy()
    for row in range(level.shape[0]):
        for column in range(level.shape[1]):
            rated = [j for j in range(len(level)) if seen[j, column] and sim[row, j] > 0]
            best = sorted(rated, key=lambda j: (-sim[row, j], j))[:k]
            if len(best) >= least:
                weight = sim[row, best] ** power
                result[row, column] += weight @ deviation[best, column] / weight.sum()
    return result


def knn(side, baseline, kind, k, shrinkage, power, support=1, least=1):
    table, seen = (ratings, mask) if side == "user" else (ratings.T, mask.T)
    if baseline:
        bu, bi = als()
        level = mean + bu[:, None] + bi[None, :]
        level = level if side == "user" else level.T
    else:
        level = numpy.repeat(row_means(table, seen)[:, None], table.shape[1], axis=1)
    deviation = numpy.where(seen, table - level, 0)
    sim = similarity(deviation, seen, kind, shrinkage, support)
    result = neighbours(level, seen, deviation, sim, k, power, least)
    return clipped(result if side == "user" else result.T)


def truncated(table, k):
    left, values, right = svd(table, full_matrices=False)
    return (left[:, :k] * values[:k]) @ right[:k]


def truncated_residuals(k):
    bu, bi = als()
    level = mean + bu[:, None] + bi[None, :]
    return clipped(level + truncated(numpy.where(mask, ratings - level, 0), k))


def zero_filled(side, k, self_included):
    table = numpy.where(mask, ratings, 0)
    table = table if side == "user" else table.T
    length = norm(table, axis=1)
    length[length == 0] = 1
    sim = table @ table.T / length[:, None] / length[None, :]
    if not self_included:
        numpy.fill_diagonal(sim, 0)
    if k > 0:
        weakest = numpy.argsort(-sim, axis=1, kind="stable")[:, k:]
        numpy.put_along_axis(sim, weakest, 0, axis=1)
    total = sim.sum(axis=1)
    total[total == 0] = 1
    result = sim @ table / total[:, None]
    return (result if side == "user" else result.T).tolist()


def case(model, config, predictions):
    return {"model": model, "config": config, "predictions": numpy.round(predictions, 9).tolist()}


bu, bi = als()
KNN = {"neighbours": 3, "shrinkage": 5, "minimumSupport": 2, "minimumNeighbours": 2}
cases = [
    case("bias", {"userRegularisation": 15, "itemRegularisation": 10}, clipped(mean + bu[:, None] + bi[None, :])),
    case(
        "bias",
        {"baselineEpochs": 1000, "userRegularisation": 2, "itemRegularisation": 3},
        clipped(least_squares(2, 3)),
    ),
]
for side in ("user", "item"):
    for kind in ("cosine", "pearson"):
        for name, baseline in (("rating", False), ("baseline", True)):
            for power in (1, 2):
                config = {**KNN, "similarity": kind, "amplification": power}
                table = knn(side, baseline, kind, 3, 5, power, support=2, least=2)
                cases.append(case(f"{side}-knn-{name}", config, table))
    config = {"amplification": 1}
    cases.append(case(f"{side}-knn-baseline", config, knn(side, True, "cosine", 40, 100, 1)))
    for k in (0, 1, 4, 99):
        for own in (True, False):
            config = {"neighbours": k, "includeSelf": own}
            cases.append(case(f"zero-filled-{side}-cf", config, zero_filled(side, k, own)))
for k in (1, 3, 99):
    config = {"embeddingSize": k}
    cases.append(case("truncated-svd", config, truncated_residuals(k)))
    zeros = truncated(numpy.where(mask, ratings, 0), k).tolist()
    cases.append(case("zero-filled-svd", config, zeros))

json.dump(
    {
        "made_with": {"python": sys.version.split()[0], "numpy": numpy.__version__},
        "nUsers": N_USERS,
        "nItems": N_ITEMS,
        "rows": [[u, i, r] for (u, i), r in observed.items()],
        "cases": cases,
    },
    sys.stdout,
)
sys.stdout.write("\n")
