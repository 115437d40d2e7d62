"""Training steps of a transformer encoder in PyTorch, one for each line of the input.

Says its version first; then for each line the milliseconds of a step: forward, cross-entropy of the first
token's classes, backward, Adam. Arguments: batch, length, width, layers, heads, hidden size, dropout, threads.
"""

import sys
import time

import torch

batch, length, width, layers, heads, hidden = map(int, sys.argv[1:7])
torch.set_num_threads(int(sys.argv[8]))
torch.manual_seed(1)
layer = torch.nn.TransformerEncoderLayer(
    width, heads, hidden, dropout=float(sys.argv[7]), batch_first=True
)
encoder = torch.nn.TransformerEncoder(layer, layers)
head = torch.nn.Linear(width, 5)
adam = torch.optim.Adam([*encoder.parameters(), *head.parameters()], lr=5e-4)
tokens = torch.randn(batch, length, width)
classes = torch.randint(0, 5, (batch,))
print(torch.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    adam.zero_grad()
    loss = torch.nn.functional.cross_entropy(head(encoder(tokens)[:, 0]), classes)
    loss.backward()
    adam.step()
    loss.item()
    print((time.perf_counter() - start) * 1000, flush=True)
