"""Writes rosetta.json: what the tools themselves print for two invented results.

Runs every tool that can be imported (scikit-learn, ranx, implicit, Microsoft Recommenders, MMRec's
metrics as mmrec.metrics) and the trec_eval program if it is on PATH; tools that are missing are left
out. TOOL_VERSIONS may name revisions, as JSON. The first result has no equal scores; the second has
many and is for the tools that say what they do with them (trec_eval, scikit-learn).

    python3 rosetta.py > rosetta.json
"""
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import tempfile

import numpy as np

N_USERS, N_ITEMS, K = 40, 30, 5


def make(levels):
    random = np.random.RandomState(7 + levels)
    users = []
    for user in range(N_USERS):
        if levels:
            scores = random.randint(0, levels, N_ITEMS) / 4
        else:
            scores = random.permutation(N_ITEMS) / 32
        items = random.permutation(N_ITEMS)
        n_relevant = 0 if user == 3 else int(random.randint(1, 9))
        n_excluded = int(random.randint(0, 9))
        users.append(
            {
                "scores": [float(score) for score in scores],
                "relevant": [int(item) for item in items[:n_relevant]],
                "grades": [int(grade) for grade in random.randint(1, 5, n_relevant)],
                "excluded": sorted(int(item) for item in items[n_relevant : n_relevant + n_excluded]),
            }
        )
    return {"nItems": N_ITEMS, "k": K, "users": users}


def candidates(user):
    return [item for item in range(N_ITEMS) if item not in user["excluded"]]


def grade_of(user):
    return dict(zip(user["relevant"], user["grades"]))


def ranked(user):
    return sorted(candidates(user), key=lambda item: -user["scores"][item])


def judged(case):
    return [user for user in case["users"] if user["relevant"]]


def scikit_learn(case):
    from sklearn import metrics

    ndcg, precision, label_ranking, auc, weights = [], [], [], [], []
    for user in case["users"]:
        items = candidates(user)
        truth = np.array([[grade_of(user).get(item, 0) for item in items]])
        scores = np.array([[user["scores"][item] for item in items]])
        ndcg.append(metrics.ndcg_score(truth, scores, k=K))
        binary = (truth > 0).astype(int)
        label_ranking.append(metrics.label_ranking_average_precision_score(binary, scores))
        if user["relevant"]:
            precision.append(metrics.average_precision_score(binary[0], scores[0]))
            auc.append(metrics.roc_auc_score(binary[0], scores[0]))
            weights.append(len(user["relevant"]))
    return {
        f"ndcg_score(k={K})": np.mean(ndcg),
        "average_precision_score": np.mean(precision),
        "label_ranking_average_precision_score": np.mean(label_ranking),
        "roc_auc_score": np.mean(auc),
    }, {"gauc": np.average(auc, weights=weights)}


def hit_matrix(case):
    users = judged(case)
    hits = [[item in user["relevant"] for item in ranked(user)[:K]] for user in users]
    return np.array(hits), np.array([len(user["relevant"]) for user in users])


def mmrec(case):
    np.float = float  # the alias that NumPy 1.24 took away and MMRec still uses
    metrics = importlib.import_module("mmrec.metrics")
    hits, lengths = hit_matrix(case)
    names = ["recall", "recall2", "precision", "ndcg", "map"]
    return {f"{name}@{K}": getattr(metrics, name + "_")(hits, lengths)[K - 1] for name in names}


def implicit(case):
    from implicit.evaluation import ranking_metrics_at_k
    from scipy.sparse import csr_matrix

    class Model:
        def recommend(self, users, _rows, N):
            lists = [ranked(case["users"][user])[:N] for user in users]
            return np.array(lists, dtype=np.int32), None

    test = np.zeros((N_USERS, N_ITEMS))
    for index, user in enumerate(case["users"]):
        test[index, user["relevant"]] = 1
    result = ranking_metrics_at_k(
        Model(), csr_matrix(np.zeros_like(test)), csr_matrix(test), K=K, show_progress=False
    )
    names = {
        "precision": "precision_at_k",
        "map": "mean_average_precision_at_k",
        "ndcg": "ndcg_at_k",
        "auc": "AUC_at_k",
    }
    return {f"{names[name]}(K={K})": value for name, value in result.items()}


def ranx(case):
    import ranx.metrics as metrics

    values = {}
    names = {
        "recall": "recall",
        "precision": "precision",
        "hit_rate": "hit_rate",
        "mrr": "reciprocal_rank",
        "map": "average_precision",
        "ndcg": "ndcg",
        "ndcg_burges": "ndcg_burges",
    }
    for name, function in names.items():
        module = importlib.import_module(f"ranx.metrics.{function.replace('_burges', '')}")
        per_user = []
        for user in judged(case):
            pairs = sorted(grade_of(user).items(), key=lambda pair: -pair[1])
            qrels = np.array([pairs], dtype=np.float64)
            run = np.array([[(item, user["scores"][item]) for item in ranked(user)]])
            per_user.append(getattr(module, function)(qrels, run, K)[0])
        values[f"{name}@{K}"] = np.mean(per_user)
    return values


def recommenders(case):
    import pandas as pd
    from recommenders.evaluation import python_evaluation as evaluation

    truth, predictions = [], []
    for index, user in enumerate(case["users"]):
        truth += [(index, item, float(grade)) for item, grade in grade_of(user).items()]
        predictions += [(index, item, user["scores"][item]) for item in candidates(user)]
    truth = pd.DataFrame(truth, columns=["userID", "itemID", "rating"])
    predictions = pd.DataFrame(predictions, columns=["userID", "itemID", "prediction"])
    names = ["recall_at_k", "precision_at_k", "ndcg_at_k", "map_at_k", "map"]
    return {f"{name}(k={K})": getattr(evaluation, name)(truth, predictions, k=K) for name in names}


def trec_eval(case):
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/qrels", "w") as qrels, open(f"{folder}/run", "w") as run:
            for index, user in enumerate(case["users"]):
                for item, grade in grade_of(user).items():
                    qrels.write(f"{index} 0 {item} {grade}\n")
                for item in candidates(user):
                    run.write(f"{index} Q0 {item} 0 {user['scores'][item]!r} moviola\n")
        names = ["recall", "P", "success", "map_cut", "ndcg_cut"]
        options = [word for name in names for word in ("-m", f"{name}.{K}")]
        for name in ["recip_rank", "map", "ndcg"]:
            options += ["-m", name]
        # One line a topic, so that more than the four printed decimals of the mean are kept.
        printed = subprocess.run(
            ["trec_eval", "-q", *options, f"{folder}/qrels", f"{folder}/run"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    per_topic = {}
    for line in printed.splitlines():
        name, topic, value = line.split()
        if topic != "all":
            per_topic.setdefault(name, []).append(float(value))
    return {name: math.fsum(values) / len(values) for name, values in per_topic.items()}


TOOLS = {
    "MMRec": mmrec,
    "implicit": implicit,
    "ranx": ranx,
    "Microsoft Recommenders": recommenders,
    "trec_eval": trec_eval,
    "scikit-learn": scikit_learn,
}


def values_of(case, tools):
    values = {}
    for tool in tools:
        try:
            result = TOOLS[tool](case)
        except (ImportError, FileNotFoundError) as problem:
            print(f"{tool} left out: {problem}", file=sys.stderr)
            continue
        if tool == "scikit-learn":
            result, weighted = result
            values["RecBole (gauc by its formula over scikit-learn)"] = clean(weighted)
        values[tool] = clean(result)
    return values


def clean(result):
    return {name: float(value) for name, value in result.items()}


untied, tied = make(0), make(5)
versions = {"python": platform.python_version(), "numpy": np.__version__}
for module in ["sklearn", "scipy", "pandas", "numba"]:
    try:
        versions[module] = importlib.import_module(module).__version__
    except ImportError:
        pass
versions.update(json.loads(os.environ.get("TOOL_VERSIONS", "{}")))
print(
    json.dumps(
        {
            "versions": versions,
            "untied": {"input": untied, "values": values_of(untied, TOOLS)},
            "tied": {"input": tied, "values": values_of(tied, ["trec_eval", "scikit-learn"])},
        }
    )
)
