"""Train the recogniser of the MRZ on invented strips: ``python -m benchmarks.mrz_training.train_recogniser --help``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

from benchmarks.mrz_training.glyphs import Glyphs
from benchmarks.mrz_training.network import recogniser
from benchmarks.mrz_training.strips import HEIGHT, WIDTH, strip
from kiosk.reader.scan.mrz.light import evened

STRIDE = 4
SURE, UNSURE = (4.4, 4.4), (6.5, 8.0)
"""A cell so near a character (pixels across, down) is that character; farther than the second it is nothing."""


class Strips(IterableDataset):
    """Strips without end, with their targets: class (-1: not asked) and offset of each cell."""

    def __init__(self, fonts: list[Path], seed: int) -> None:
        self._fonts, self._seed = fonts, seed

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        cv2.setNumThreads(1)
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self._seed, info.id if info else 0])
        glyphs = Glyphs(self._fonts)
        while True:
            one = strip(glyphs, rng)
            yield evened(one.pixels)[None], *targets(one.places)


def targets(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = HEIGHT // STRIDE, WIDTH // STRIDE
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * STRIDE + (STRIDE - 1) / 2
    classes = np.zeros((rows, columns), np.int64)
    offsets = np.zeros((2, rows, columns), np.float32)
    for across, down, _ in places:
        classes[(abs(x - across) < UNSURE[0]) & (abs(y - down) < UNSURE[1])] = -1
    for across, down, char in places:
        near = (abs(x - across) < SURE[0]) & (abs(y - down) < SURE[1])
        classes[near] = int(char) + 1
        offsets[0][near], offsets[1][near] = (across - x[near]) / STRIDE, (down - y[near]) / STRIDE
    return classes, offsets


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(1)
    network = recogniser().to(memory_format=torch.channels_last)
    if asked.start:
        network.load_state_dict(torch.load(asked.start))
    optimiser = torch.optim.AdamW(network.parameters(), lr=asked.rate, weight_decay=1e-3)
    begin, shown = time.monotonic(), []
    batches = DataLoader(Strips(asked.fonts, asked.seed), asked.batch, num_workers=1)
    for step, (pixels, classes, offsets) in enumerate(batches, 1):
        done = (time.monotonic() - begin) / 60 / asked.minutes
        if done >= 1:
            break
        # Warm up for a few steps, then down along a cosine by the clock: the machine is shared.
        rate = asked.rate * min(1.0, step / 40) * (0.5 + 0.5 * np.cos(np.pi * done) + 0.003)
        for group in optimiser.param_groups:
            group["lr"] = rate
        answer = network(pixels.contiguous(memory_format=torch.channels_last))
        loss, right = _loss(answer, classes, offsets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        shown.append((float(loss.detach()), right))
        if step % 25 == 0:
            mean = np.mean(shown[-25:], axis=0)
            print(
                f"{step} {(time.monotonic() - begin) / 60:.1f} min loss {mean[0]:.3f} right {mean[1]:.3f}", flush=True
            )
            torch.save(network.state_dict(), asked.out)
    torch.save(network.state_dict(), asked.out)


def _loss(answer: torch.Tensor, classes: torch.Tensor, offsets: torch.Tensor) -> tuple[torch.Tensor, float]:
    logits, ways = answer[:, :38], answer[:, 38:]
    here = classes > 0
    weight = torch.ones(38)
    weight[0] = 0.5
    named = nn.functional.cross_entropy(logits, classes, weight=weight, ignore_index=-1, label_smoothing=0.01)
    placed = (ways - offsets).abs().sum(1)[here].mean()
    right = float((logits[:, 1:].argmax(1)[here] + 1 == classes[here]).float().mean())
    return named + 0.3 * placed, right


if __name__ == "__main__":
    main()
