"""Writes optimisers.json: ten steps of PyTorch's optimisers on loss = sum (w - target)^2 * weight.

Made with PyTorch 1.13.1 (Debian's python3-torch) in double precision, Python 3.11.
"""

import json
import torch

start = [0.5, -1.0, 2.0, 0.0]
target = [1.0, 1.0, -1.0, 0.25]
weight = [1.0, 0.1, 10.0, 0.001]
cases = {
    "sgd": (torch.optim.SGD, {"lr": 0.01}),
    "sgd with momentum": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9, "weight_decay": 0.1}),
    "adam": (torch.optim.Adam, {"lr": 0.05}),
    "adam with penalty": (torch.optim.Adam, {"lr": 0.05, "weight_decay": 0.1, "betas": (0.8, 0.99)}),
    "adam-w": (torch.optim.AdamW, {"lr": 0.05, "weight_decay": 0.1}),
}

golden = {"start": start, "target": target, "weight": weight, "cases": {}}
for name, (optimiser, options) in cases.items():
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optim = optimiser([w], **options)
    path = []
    for _ in range(10):
        optim.zero_grad()
        loss = (((w - torch.tensor(target, dtype=torch.float64)) ** 2) * torch.tensor(weight, dtype=torch.float64)).sum()
        loss.backward()
        optim.step()
        path.append(w.detach().tolist())
    golden["cases"][name] = path

with open("optimisers.json", "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
