"""Training steps of a network in PyTorch, on one thread: reads a number of steps a line, answers when they are done.

Usage: steps.py mlp|cnn|lstm|text BATCH. Inputs are made up; batches are gathered from scattered rows, as the engine does.
"""

import sys

import torch
from torch import nn

ROWS, CLASSES = 4096, 10
LENGTH, VOCABULARY, WIDTH = 50, 1000, 64


class Recurrent(nn.Module):
    """Embedding, LSTM over the whole text, dense layer on its last output."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.lstm = nn.LSTM(WIDTH, WIDTH, batch_first=True)
        self.dense = nn.Linear(WIDTH, CLASSES)

    def forward(self, x):
        outputs, _ = self.lstm(self.embedding(x))
        return self.dense(outputs[:, -1])


class Averaged(nn.Module):
    """Embedding, mean over the text, two dense layers."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.layers = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, CLASSES))

    def forward(self, x):
        return self.layers(self.embedding(x).mean(dim=1))


def network(name):
    """The network, and made-up inputs of its shape."""
    if name == "mlp":
        layers = [nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, CLASSES)]
        return nn.Sequential(*layers), torch.rand(ROWS, 784)
    if name == "cnn":
        layers = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        layers += [nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(32 * 49, CLASSES)), torch.rand(ROWS, 1, 28, 28)
    return {"lstm": Recurrent, "text": Averaged}[name](), torch.randint(1, VOCABULARY, (ROWS, LENGTH))


def main(name, batch):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    model, inputs = network(name)
    targets = torch.randint(0, CLASSES, (ROWS,))
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    loss_of = nn.CrossEntropyLoss()
    print("ready", flush=True)
    for line in sys.stdin:
        for rows in torch.randint(0, ROWS, (int(line), batch)):
            optimizer.zero_grad(set_to_none=True)
            loss_of(model(inputs[rows]), targets[rows]).backward()
            optimizer.step()
        print("done", flush=True)


main(sys.argv[1], int(sys.argv[2]))
