"""What stands where in a strip: characters by cell, as the network sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from kiosk.reader.scan.mrz.light import Grey, evened
from kiosk.reader.scan.mrz.networks import RECOGNISER, Network

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"

Floats = npt.NDArray[np.float32]

INKED = 0.5
"""So likely is a character in a cell that counts as inked."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Of each cell of a strip (rows × columns): how likely a character is there, where its middle is, and which it is.

    ``across`` and ``down`` are pixels of the strip. ``characters`` is 37 × rows × columns, the logarithm of each
    character's likelihood, given that there is one.
    """

    ink: Floats
    across: Floats
    down: Floats
    characters: Floats

    def clearness(self) -> float:
        """How likely the likeliest character is, on average, where there is ink; 0 without any."""
        inked = self.ink > INKED
        return float(np.exp(self.characters.max(0)[inked]).mean()) if inked.any() else 0.0


class Recogniser:
    """Reads strips by a network; one thread at a time."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def cells(self, strip: Grey) -> Cells:
        """The cells of a strip whose sides are multiples of the network's stride."""
        answer = self._network.cells(evened(strip))
        logits = answer[:38] - answer[:38].max(0)
        likely = np.exp(logits)
        ink = 1 - likely[0] / likely.sum(0)
        named = logits[1:] - np.log(likely[1:].sum(0))
        stride = RECOGNISER.stride
        rows, columns = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32) * stride + (stride - 1) / 2
        across, down = columns + answer[38] * stride, rows + answer[39] * stride
        return Cells(*(cast("Floats", part.astype(np.float32)) for part in (ink, across, down, named)))
