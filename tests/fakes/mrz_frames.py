"""Camera frames with a machine-readable zone in them, from the pictures in ``tests/fixtures/mrz``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.domain.face import Frame
from tests.fakes.lds_files import MRZ_A, MRZ_B_2024, MRZ_C, MRZ_D

FOLDER = Path(__file__).parents[1] / "fixtures" / "mrz"
ZONE_PITCH = 20
"""Pixels a character in those pictures."""

Grey = npt.NDArray[np.uint8]

UTOPIA_TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
UTOPIA_TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"
UTOPIA_TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TEXTS = {
    "td1_a": MRZ_A,
    "td1_b": MRZ_B_2024,
    "td1_c": MRZ_C,
    "td1_d": MRZ_D,
    "td1_utopia": UTOPIA_TD1,
    "td2_utopia": UTOPIA_TD2,
    "td3_utopia": UTOPIA_TD3,
}


@dataclass(frozen=True, slots=True)
class Held:
    """How a document is held: pixels a character, degrees, middle as shares of the frame, and what the camera adds."""

    zone: str = "td1_a"
    pitch: float = 14.0
    turn: float = 0.0
    tilt: float = 0.0
    middle: tuple[float, float] = (0.5, 0.5)
    blur: float = 0.6
    noise: float = 2.0
    light: float = 1.0
    covered: bool = False


@cache
def zone(name: str) -> Grey:
    picture = cv2.imread(str(FOLDER / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def document(name: str) -> npt.NDArray[np.float32]:
    """A pale card around the zone, with some print that is none."""
    ink = 1 - zone(name).astype(np.float32) / 255
    height, width = ink.shape
    card = np.full((round(width * 0.63), width + 2 * ZONE_PITCH), 205, np.float32)
    cv2.rectangle(card, (40, 40), (170, 200), 150, -1)
    for row in range(4):
        cv2.putText(card, "Specimen, nobody's card", (230, 60 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 60, 2)
    part = card[-height - 15 : -15, ZONE_PITCH : ZONE_PITCH + width]
    part[:] = part * (1 - ink) + 35 * ink
    return card


def frame(*documents: Held, size: tuple[int, int] = (1280, 720), seed: int = 1, sequence: int = 1) -> Frame:
    """The documents in front of a wall; light, blur and noise are the last one's."""
    rng = np.random.default_rng(seed)
    width, height = size
    shades = rng.uniform(60, 140, (4, 6)).astype(np.float32)
    picture = cv2.resize(shades, size, interpolation=cv2.INTER_LINEAR)
    held = Held()
    for held in documents:
        picture = _laid(picture, held)
    picture = cv2.GaussianBlur(picture, (0, 0), held.blur) * held.light + rng.normal(0, held.noise, picture.shape)
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    return Frame(width, height, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR).tobytes(), sequence=sequence)


def noise(seed: int, size: tuple[int, int]) -> Frame:
    values = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
    return Frame(*size, values.tobytes())


def lines(name: str) -> tuple[str, ...]:
    """The lines of a zone as they are printed."""
    text = TEXTS[name]
    columns = {90: 30, 72: 36, 88: 44}[len(text)]
    return tuple(text[at : at + columns] for at in range(0, len(text), columns))


def held_anyhow(rng: np.random.Generator) -> Held:
    """Any document, as people and rooms are: turned, tilted, near or far, blurred, in little light."""
    name = str(rng.choice(list(TEXTS)))
    return Held(
        name,
        pitch=rng.uniform(4, 24) if name.startswith("td1") else rng.uniform(4, 12),
        turn=rng.uniform(0, 360) if rng.random() < 0.5 else rng.normal(0, 8),
        tilt=rng.uniform(0, 40),
        blur=rng.uniform(0.5, 4.0),
        noise=rng.uniform(1, 30),
        light=rng.uniform(0.1, 1.0),
    )


def are_right(read: tuple[str, ...], name: str) -> bool:
    """Whether everything that the key is made of was read as it is printed: the line of the name holds none of it."""
    right = lines(name)
    return read[:2] == right[:2] if len(right) == 3 else read[1] == right[1]


def _laid(picture: npt.NDArray[np.float32], held: Held) -> npt.NDArray[np.float32]:
    card = document(held.zone)
    if held.covered:
        card[-140:] = 120
    height, width = card.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = (corners - corners.mean(0)) * held.pitch / ZONE_PITCH
    lean = np.radians(held.tilt)
    depth = 1 + seen[:, 1:] / (picture.shape[1] * 1.2) * np.sin(lean)
    seen = seen * [1, np.cos(lean)] / depth
    angle = np.radians(held.turn)
    seen = seen @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = (seen + np.array(held.middle) * picture.shape[::-1]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    if held.pitch < ZONE_PITCH:
        card = cv2.GaussianBlur(card, (0, 0), 0.4 * ZONE_PITCH / held.pitch)
    laid = cv2.warpPerspective(card, matrix, picture.shape[::-1])
    mask = cv2.warpPerspective(np.ones_like(card), matrix, picture.shape[::-1])
    return np.asarray(picture * (1 - mask) + laid * mask, np.float32)


NOWHERE = {
    "a wall": frame(),
    "a very small frame": frame(size=(64, 48)),
    "one pixel": Frame(1, 1, b"\0\0\0"),
    "a strip of black": Frame(4000, 24, bytes(4000 * 24 * 3)),
    "a column of white": Frame(24, 4000, b"\xff" * (4000 * 24 * 3)),
    "nothing": Frame(0, 0, b""),
}
"""Frames without any zone."""
