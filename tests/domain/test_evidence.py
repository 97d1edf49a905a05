"""Whose identity is looked for in the list."""

from __future__ import annotations

import pytest

from kiosk.domain.authenticity import Authenticity
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.identity import Identity, Source

CHIP = Identity(Source.CHIP, "001090012345")
QR = Identity(Source.QR, "001090012345")


@pytest.mark.parametrize(
    ("evidence", "identity"),
    [
        pytest.param(Evidence(), None, id="nobody"),
        pytest.param(Evidence(qr_identity=QR), QR, id="QR alone"),
        pytest.param(Evidence(Inspection(Authenticity(), CHIP), qr_identity=QR), CHIP, id="the chip comes first"),
        pytest.param(Evidence(Inspection(Authenticity()), qr_identity=QR), QR, id="the chip's data are not good"),
    ],
)
def test_identity(evidence: Evidence, identity: Identity | None) -> None:
    assert evidence.identity is identity
