from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from kiosk.reader.codes.symbol import qr_symbol
from tests.fakes.lds_files import QR_A, QR_B


@pytest.mark.parametrize("text", [QR_A, QR_B], ids=["A", "B"])
def test_what_is_drawn_is_read_back_to_the_byte(text: str) -> None:
    code = qr_symbol(text)
    modules = np.frombuffer(code.modules, np.uint8).reshape(code.side, code.side)
    picture = np.kron(np.pad(1 - modules, 4, constant_values=1), np.ones((3, 3), np.uint8)) * np.uint8(255)
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(picture, np.uint8))
    assert found.bytes == text.encode()
    assert code.is_dark(0, 0)
    assert not code.is_dark(1, 1)
