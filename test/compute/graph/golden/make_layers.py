"""Writes layers.json: outputs and gradients of PyTorch's layers, for the same parameters and inputs.

Made with PyTorch 1.13.1 (Debian's python3-torch) in double precision, Python 3.11.
"""

import json
import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
width, heads, batch, length = 8, 2, 2, 3


def encoder(norm_first, activation):
    layer = torch.nn.TransformerEncoderLayer(
        width, heads, 16, dropout=0.0, batch_first=True, norm_first=norm_first, activation=activation
    )
    x = torch.randn(batch, length, width, requires_grad=True)
    present = torch.tensor([[True, True, False], [True, True, True]])
    out = layer.train()(x, src_key_padding_mask=~present)
    weights = torch.randn(batch, length, width)
    (out * weights).sum().backward()
    names = ["query", "key", "value"]
    parameters, gradients = {}, {}

    def take(name, matrix, gradient):
        parameters[name] = matrix.detach().T.contiguous().flatten().tolist()
        gradients[name] = gradient.T.contiguous().flatten().tolist()

    attention = layer.self_attn
    for at, name in enumerate(names):
        rows = slice(at * width, (at + 1) * width)
        take(f"0/attention/self/{name}/weight", attention.in_proj_weight[rows], attention.in_proj_weight.grad[rows])
        take(f"0/attention/self/{name}/bias", attention.in_proj_bias[rows], attention.in_proj_bias.grad[rows])
    for name, module in [
        ("0/attention/self/output", attention.out_proj),
        ("0/feed-forward/hidden", layer.linear1),
        ("0/feed-forward/result", layer.linear2),
    ]:
        take(f"{name}/weight", module.weight, module.weight.grad)
        take(f"{name}/bias", module.bias, module.bias.grad)
    for name, module in [("0/attention/norm", layer.norm1), ("0/feed-forward/norm", layer.norm2)]:
        take(f"{name}/scale", module.weight, module.weight.grad)
        take(f"{name}/shift", module.bias, module.bias.grad)
    return {
        "normFirst": norm_first,
        "activation": activation,
        "x": x.detach().flatten().tolist(),
        "present": present.flatten().tolist(),
        "weights": weights.flatten().tolist(),
        "output": out.detach().flatten().tolist(),
        "xGradient": x.grad.flatten().tolist(),
        "parameters": parameters,
        "gradients": gradients,
    }


golden = [encoder(False, "relu"), encoder(True, "gelu")]
with open("layers.json", "w") as file:
    json.dump(golden, file)
    file.write("\n")
