"""Writes row_wise.json: ten steps of PyTorch's SparseAdam on a table of which each step gathers some rows.

loss = sum (rows at first - 1)^2 + 3 sum (rows at second)^2, rows by an index of the step's own; indices
repeat within a step, and a row may be gathered by both. Made with PyTorch 1.13.1 (Debian's python3-torch) in
double precision, Python 3.11.
"""

import json
import torch

start = [[0.5, -1.0], [2.0, 0.0], [1.0, 1.0], [-0.5, 0.25], [3.0, -2.0], [0.125, 4.0]]
first = [[0, 1, 1], [2, 2, 2], [0, 4, 0], [3, 1, 0], [1, 1, 4], [0, 2, 3], [3, 3, 3], [2, 0, 2], [1, 4, 4], [0, 0, 0]]
second = [[1, 3], [2, 0], [4, 4], [0, 1], [2, 2], [3, 3], [1, 0], [2, 4], [0, 3], [1, 1]]


def path_of(options):
    table = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optim = torch.optim.SparseAdam([table], **options)
    path = []
    for one, other in zip(first, second):
        optim.zero_grad()
        rows = torch.nn.functional.embedding(torch.tensor(one), table, sparse=True)
        more = torch.nn.functional.embedding(torch.tensor(other), table, sparse=True)
        (((rows - 1) ** 2).sum() + 3 * (more**2).sum()).backward()
        optim.step()
        path.append(table.detach().flatten().tolist())
    return {"options": {"epsilon": options["eps"]}, "path": path}


cases = [path_of({"lr": 0.05, "eps": eps}) for eps in (1e-8, 1e-2)]
golden = {"start": start, "first": first, "second": second, "cases": cases}
with open("row_wise.json", "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
