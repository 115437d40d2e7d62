"""Golden singular values and rank-k products. Run with `python3 make_svd.py > svd.json`."""
import json
import sys

import numpy

random = numpy.random.RandomState(5)


def case(name, matrix, rank):
    left, values, right = numpy.linalg.svd(matrix, full_matrices=False)
    values, product = values[:rank], (left[:, :rank] * values[:rank]) @ right[:rank]
    entries = [[int(r), int(c), float(matrix[r, c])] for r, c in zip(*numpy.nonzero(matrix))]
    return {
        "name": name,
        "nRows": matrix.shape[0],
        "nColumns": matrix.shape[1],
        "rank": rank,
        "entries": entries,
        "singularValues": values.tolist(),
        "product": numpy.round(product, 12).tolist(),
    }


def sparse(rows, columns, density):
    matrix = numpy.round(4 * random.rand(rows, columns)) + 1
    return matrix * (random.rand(rows, columns) < density)


json.dump(
    {
        "made_with": {"python": sys.version.split()[0], "numpy": numpy.__version__},
        "cases": [
            case("tall", sparse(60, 35, 0.2), 6),
            case("wide", sparse(30, 70, 0.3), 5),
            case("full rank", sparse(12, 12, 0.6), 12),
        ],
    },
    sys.stdout,
)
sys.stdout.write("\n")
