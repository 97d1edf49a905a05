"""Train the locator of the MRZ on invented frames: ``python -m benchmarks.mrz_training.train_locator --help``."""

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
from benchmarks.mrz_training.network import locator
from benchmarks.mrz_training.scenes import WIDTH, Rooms, Scene
from kiosk.reader.scan.mrz.light import evened

STRIDE = 8
HEIGHT = 480


class Frames(IterableDataset):
    """Frames without end, filled up to one height, with the share of zone, the direction and the pitch of each cell."""

    def __init__(self, fonts: list[Path], photographs: list[Path], seed: int) -> None:
        self._fonts, self._photographs, self._seed = fonts, photographs, seed

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        cv2.setNumThreads(1)
        rng = np.random.default_rng(self._seed)
        rooms = Rooms(Glyphs(self._fonts), self._photographs)
        while True:
            scene = rooms.scene(rng)
            if scene.pixels.shape[0] > 360:
                top = int(rng.integers(0, scene.pixels.shape[0] - 360 + 1)) // STRIDE * STRIDE
            else:
                top = 0
            pixels = evened(scene.pixels)[top : top + 360]
            yield pixels[None], targets(scene)[:, top // STRIDE : (top + 360) // STRIDE]


def targets(scene: Scene) -> np.ndarray:
    height = scene.pixels.shape[0]
    size = (WIDTH // STRIDE, height // STRIDE)
    out = np.zeros((4, size[1], size[0]), np.float32)
    for corners, columns in scene.zones:
        fine = cv2.fillConvexPoly(
            np.zeros((height, WIDTH), np.uint8), np.round(corners * 16).astype(np.int32), 255, shift=4
        )
        share = cv2.resize(fine, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        way = corners[1] - corners[0] + corners[2] - corners[3]
        length = float(np.linalg.norm(way))
        here = share > 0.3
        out[0] = np.maximum(out[0], share)
        out[1][here], out[2][here] = way / max(length, 1e-6)
        out[3][here] = np.log2(max(length / 2 / columns, 1.0) / 8)
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--photographs", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(1)
    network = locator().to(memory_format=torch.channels_last)
    if asked.start:
        network.load_state_dict(torch.load(asked.start))
    optimiser = torch.optim.AdamW(network.parameters(), lr=asked.rate, weight_decay=1e-3)
    begin, shown = time.monotonic(), []
    batches = DataLoader(Frames(asked.fonts, asked.photographs, asked.seed), asked.batch, num_workers=1)
    for step, (pixels, wanted) in enumerate(batches, 1):
        done = (time.monotonic() - begin) / 60 / asked.minutes
        if done >= 1:
            break
        rate = asked.rate * min(1.0, step / 40) * (0.5 + 0.5 * np.cos(np.pi * done) + 0.003)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss, parts = _loss(network(pixels.contiguous(memory_format=torch.channels_last)), wanted)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        shown.append(parts)
        if step % 25 == 0:
            mean = " ".join(f"{value:.3f}" for value in np.mean(shown[-25:], axis=0))
            print(f"{step} {(time.monotonic() - begin) / 60:.1f} min zone, way, pitch, overlap {mean}", flush=True)
            torch.save(network.state_dict(), asked.out)
    torch.save(network.state_dict(), asked.out)


def _loss(answer: torch.Tensor, wanted: torch.Tensor) -> tuple[torch.Tensor, tuple[float, ...]]:
    weight = 1 + 4 * wanted[:, 0]
    zone = nn.functional.binary_cross_entropy_with_logits(answer[:, 0], wanted[:, 0], weight=weight)
    here = wanted[:, 0] > 0.5
    way = (answer[:, 1:3] - wanted[:, 1:3]).abs().sum(1)[here].mean() if here.any() else answer.sum() * 0
    pitch = (answer[:, 3] - wanted[:, 3]).abs()[here].mean() if here.any() else answer.sum() * 0
    found = answer[:, 0] > 0
    overlap = float((found & here).sum() / max(1, int((found | here).sum())))
    return zone + 0.2 * way + 0.2 * pitch, (float(zone.detach()), float(way.detach()), float(pitch.detach()), overlap)


if __name__ == "__main__":
    main()
