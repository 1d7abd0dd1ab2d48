"""One process of a study: trains the configurations that Optuna hands out, with PyTorch or scikit-learn, on one thread.

Usage: study.py torch|sklearn FOLDER. The folder holds study.json (shapes and configurations), the rows as raw float32 and
int32, and the journal that the processes share. Answers "ready" once everything is imported, starts at a line on standard
input, and answers "done" when no configuration is left.
"""

import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend


def rows_of(folder, part, width):
    inputs = np.fromfile(f"{folder}/{part}-inputs.bin", dtype=np.float32).reshape(-1, width)
    return inputs, np.fromfile(f"{folder}/{part}-targets.bin", dtype=np.int32).astype(np.int64)


def torch_trainer(train, validation, outputs, epochs):
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    x, y = (torch.from_numpy(part) for part in train)
    vx, vy = (torch.from_numpy(part) for part in validation)

    def run(neurons, batch_size, learning_rate):
        model = nn.Sequential(nn.Linear(x.shape[1], neurons), nn.ReLU(), nn.Linear(neurons, outputs))
        optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate, fused=True)
        loss_of = nn.CrossEntropyLoss()
        for _ in range(epochs):
            order = torch.randperm(len(x))
            for start in range(0, len(x) - batch_size + 1, batch_size):
                rows = order[start : start + batch_size]
                optimizer.zero_grad(set_to_none=True)
                loss_of(model(x[rows]), y[rows]).backward()
                optimizer.step()
            with torch.no_grad():
                accuracy = (model(vx).argmax(dim=1) == vy).float().mean().item()
        return accuracy

    return run


def sklearn_trainer(train, validation, outputs, epochs):
    import warnings

    from sklearn.neural_network import MLPClassifier

    warnings.filterwarnings("ignore")

    def run(neurons, batch_size, learning_rate):
        model = MLPClassifier((neurons,), batch_size=batch_size, learning_rate_init=learning_rate)
        for _ in range(epochs):
            model.partial_fit(*train, classes=np.arange(outputs))
            accuracy = model.score(*validation)
        return accuracy

    return run


def main(library, folder):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with open(f"{folder}/study.json") as file:
        asked = json.load(file)
    train, validation = (rows_of(folder, part, asked["width"]) for part in ("train", "validation"))
    make = {"torch": torch_trainer, "sklearn": sklearn_trainer}[library]
    run = make(train, validation, asked["outputs"], asked["epochs"])
    storage = JournalStorage(JournalFileBackend(f"{folder}/{library}.log"))
    study = optuna.create_study(storage=storage, study_name="bench", direction="maximize", load_if_exists=True)
    print("ready", flush=True)
    if sys.stdin.readline().strip() == "first":
        for configuration in asked["configurations"]:
            study.enqueue_trial(configuration)
        print("enqueued", flush=True)
        sys.stdin.readline()

    def objective(trial):
        return run(
            trial.suggest_int("neurons", 16, 64),
            trial.suggest_int("batchSize", 32, 128),
            trial.suggest_float("learningRate", 1e-4, 1e-1, log=True),
        )

    study.optimize(objective, n_trials=len(asked["configurations"]) // 2)
    print("done", flush=True)


main(sys.argv[1], sys.argv[2])
