"""Where codes may be; and files that are not the shipped ones are refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.scan.detector import MAX_MODEL_BYTES, MAX_REGIONS, MODELS, SHA_256, CodeDetector
from tests.fakes.code_pictures import CARD_2021, grey_pixels, scene, symbol_without_eci


@pytest.fixture(scope="module")
def detector() -> CodeDetector:
    return CodeDetector()


@pytest.mark.parametrize(
    "conditions", [{}, {"turn": 30.0}, {"blur": 2.0}, {"light": 0.3}], ids=["plain", "turned", "blurred", "dim"]
)
def test_a_code_lies_in_the_first_region(detector: CodeDetector, conditions: dict[str, float]) -> None:
    code = symbol_without_eci(CARD_2021, 3.0)
    frame = scene(code, left=330, **conditions)
    middle = (330 + code.shape[1] / 2, 200 + code.shape[0] / 2)
    turned = middle if "turn" not in conditions else None
    first = detector.regions(grey_pixels(frame))[0]
    assert first.side == pytest.approx(code.shape[0], rel=0.6)
    assert turned is None or first.holds(turned)


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 3000), (3000, 1), (480, 640), (2000, 3000)], ids=lambda shape: f"{shape[1]}×{shape[0]}"
)
def test_any_picture_gives_few_regions(detector: CodeDetector, shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    assert len(detector.regions(grey)) <= MAX_REGIONS


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def grown(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(MAX_MODEL_BYTES + 1)


@pytest.mark.parametrize("name", list(SHA_256))
@pytest.mark.parametrize(
    ("spoil", "said"),
    [(changed, "SHA-256"), (Path.unlink, "No such file"), (grown, "larger than")],
    ids=["one bit changed", "missing", "grown"],
)
def test_other_files_are_refused(tmp_path: Path, name: str, spoil: Callable[[Path], None], said: str) -> None:
    for one in SHA_256:
        shutil.copy(MODELS / one, tmp_path)
    spoil(tmp_path / name)
    with pytest.raises(Fault) as caught:
        CodeDetector(tmp_path)
    assert caught.value.code is FaultCode.CODE_DETECTOR_BROKEN
    assert name in caught.value.technical
    assert said in caught.value.technical
