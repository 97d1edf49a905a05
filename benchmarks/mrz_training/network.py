"""The two networks as layers, and their ONNX files: convolutions only, batch normalisation folded in."""

from __future__ import annotations

import torch
from torch import nn

RECOGNISER_OUTPUTS = 40
"""Nothing, 37 characters, and the way from the cell's middle to the character's, across and down, in cells."""


def _conv(inside: int, out: int, side: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    layer = nn.Conv2d(inside, out, side, stride, side // 2, groups=groups, bias=False)
    return [layer, nn.BatchNorm2d(out), nn.ReLU(inplace=True)]


def recogniser() -> nn.Sequential:
    """1 × H × W → 40 × H/4 × W/4."""
    return nn.Sequential(
        *_conv(1, 16, 5, stride=2),
        *_conv(16, 32, 3),
        *_conv(32, 48, 3, stride=2),
        *_conv(48, 64, 3),
        *_conv(64, 64, 5, groups=64),
        *_conv(64, 96, 1),
        *_conv(96, 96, 3, groups=96),
        *_conv(96, 128, 1),
        nn.Conv2d(128, RECOGNISER_OUTPUTS, 1),
    )


LOCATOR_OUTPUTS = 4
"""Whether the cell lies in a zone (a logit), cosine and sine of the reading direction, log2 of the pitch / 8 pixels."""


class _Around(nn.Module):
    """A look around: depthwise at a distance, mixed, added to what came in."""

    def __init__(self, width: int, distance: int) -> None:
        super().__init__()
        look = nn.Conv2d(width, width, 3, 1, distance, dilation=distance, groups=width, bias=False)
        self.steps = nn.Sequential(look, nn.BatchNorm2d(width), nn.ReLU(inplace=True), *_conv(width, width, 1))

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        return cells + self.steps(cells)


def locator() -> nn.Sequential:
    """1 × H × W → 4 × H/8 × W/8."""
    return nn.Sequential(
        *_conv(1, 12, 5, stride=2),
        *_conv(12, 24, 3, stride=2),
        *_conv(24, 48, 3, stride=2),
        *(_Around(48, distance) for distance in (1, 2, 4, 8, 2, 1)),
        nn.Conv2d(48, LOCATOR_OUTPUTS, 1),
    )
