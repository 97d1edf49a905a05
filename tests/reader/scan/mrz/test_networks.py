from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from kiosk.reader.scan.mrz.networks import LOCATOR, RECOGNISER, WEIGHTS, Network, NetworkMissingError, WeightFile
from kiosk.reader.scan.mrz.reading import MrzReader

BOTH = [pytest.param(LOCATOR, id="locator"), pytest.param(RECOGNISER, id="recogniser")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


@pytest.mark.parametrize("file", BOTH)
def test_shipped_weights_answer_by_cells(file: WeightFile) -> None:
    cells = Network(file).cells(np.zeros((112, 160), np.float32))
    assert cells.shape == (file.channels, 112 // file.stride, 160 // file.stride)
    assert np.isfinite(cells).all()


@pytest.mark.parametrize("file", BOTH)
def test_another_size_after_the_first(file: WeightFile) -> None:
    network = Network(file)
    network.cells(np.zeros((112, 160), np.float32))
    assert network.cells(np.zeros((64, 240), np.float32)).shape[1:] == (64 // file.stride, 240 // file.stride)


@pytest.mark.parametrize("file", BOTH)
@pytest.mark.parametrize("at", [0, 20_000, -1])
def test_one_byte_changed_is_not_there(folder: Path, file: WeightFile, at: int) -> None:
    content = bytearray((folder / file.name).read_bytes())
    content[at] ^= 1
    (folder / file.name).write_bytes(content)
    with pytest.raises(NetworkMissingError, match=rf"^{file.name}: SHA-256"):
        MrzReader(folder)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / RECOGNISER.name).unlink()
    with pytest.raises(NetworkMissingError, match=r"^recogniser\.onnx: No such file"):
        MrzReader(folder)


def test_a_file_that_is_far_too_large_is_not_read(folder: Path) -> None:
    with (folder / LOCATOR.name).open("ab") as file:
        file.truncate(64 * 1024 * 1024)
    with pytest.raises(NetworkMissingError, match=r"larger than"):
        MrzReader(folder)


def test_together_they_are_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.onnx")) < 1_500_000
