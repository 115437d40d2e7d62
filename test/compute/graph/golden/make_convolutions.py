"""Writes convolutions.json: outputs and gradients of text and image CNNs in PyTorch.

Made with PyTorch 1.13.1 (Debian's python3-torch) in double precision, Python 3.11.
"""

import json
import torch
from torch.nn import functional

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)


def collect(x, output, layers):
    weights = torch.randn_like(output)
    (output * weights).sum().backward()
    parameters, gradients = {}, {}
    for name, layer in layers:
        for part, tensor in [("filters", layer.weight), ("bias", layer.bias)]:
            parameters[f"{name}/{part}"] = tensor.detach().flatten().tolist()
            gradients[f"{name}/{part}"] = tensor.grad.flatten().tolist()
    return {
        "shape": list(x.shape),
        "x": x.detach().flatten().tolist(),
        "weights": weights.flatten().tolist(),
        "output": output.detach().flatten().tolist(),
        "xGradient": x.grad.flatten().tolist(),
        "parameters": parameters,
        "gradients": gradients,
    }


def text():
    x = torch.randn(3, 6, 4, requires_grad=True)
    present = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 0]])
    layers = [(str(window), torch.nn.Conv1d(4, 5, window)) for window in (2, 3)]
    shown = (x * present.unsqueeze(-1)).transpose(1, 2)
    pooled = [functional.relu(layer(shown)).max(dim=-1).values for _, layer in layers]
    return {"present": present.flatten().tolist(), **collect(x, torch.cat(pooled, dim=1), layers)}


def image():
    x = torch.randn(2, 3, 8, 4, requires_grad=True)
    layers = [("0", torch.nn.Conv2d(3, 4, 3, padding=1)), ("1", torch.nn.Conv2d(4, 5, 3, padding=1))]
    made = x
    for _, layer in layers:
        made = functional.max_pool2d(functional.relu(layer(made)), 2)
    return collect(x, made.mean(dim=(2, 3)), layers)


with open("convolutions.json", "w") as file:
    json.dump({"text": text(), "image": image()}, file)
    file.write("\n")
