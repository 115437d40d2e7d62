"""Golden numbers for test/compute/kernels/adam.test.ts, in double precision.

The update that PyTorch documents for torch.optim.Adam (amsgrad, maximize and decoupled decay off), ten
steps over 21 parameters. Parameters and gradients are single-precision numbers, as the kernel sees
them. Python 3.11 or later, NumPy 2: python3 make_adam.py > adam.json
"""

import json
import sys

import numpy as np


def adam(parameters, gradients, learning_rate, beta1, beta2, epsilon, weight_decay):
    theta = parameters.astype(np.float64)
    m = np.zeros_like(theta)
    v = np.zeros_like(theta)
    for t, raw in enumerate(gradients, start=1):
        g = raw.astype(np.float64) + weight_decay * theta
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta


generator = np.random.default_rng(1)
parameters = generator.normal(size=21).astype(np.float32)
gradients = generator.normal(size=(10, 21)).astype(np.float32)
gradients[:, 3] = 0
settings = [
    {"learningRate": 0.001, "firstDecay": 0.9, "secondDecay": 0.999, "epsilon": 1e-8, "regularisation": 0},
    {"learningRate": 0.05, "firstDecay": 0.8, "secondDecay": 0.99, "epsilon": 1e-3, "regularisation": 0.01},
]
cases = [{"settings": s, "after": adam(parameters, gradients, *s.values()).tolist()} for s in settings]
json.dump(
    {
        "numpy": np.__version__,
        "parameters": parameters.tolist(),
        "gradients": gradients.tolist(),
        "cases": cases,
    },
    sys.stdout,
    indent=1,
)
print()
