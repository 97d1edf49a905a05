"""Which kinds of codes a kiosk's camera looks for: those that its site takes, unless the settings name them."""

from __future__ import annotations

from kiosk.app.settings.values import Codes
from kiosk.reader.scan.engines import CARD_KINDS, QR_ONLY
from kiosk.reader.scan.sighting import CodeKind

BOARDING_PASS_KINDS = frozenset({CodeKind.QR, CodeKind.PDF417, CodeKind.AZTEC})
"""What boarding passes are printed and shown as (IATA Resolution 792); Data Matrix is on no pass that was met."""


def code_kinds(codes: Codes, *, boarding_passes: bool) -> frozenset[CodeKind]:
    """``boarding_passes``: the site takes them. Engines that read QR codes alone look for these all the same."""
    if codes.formats:
        return frozenset(CodeKind(form) for form in codes.formats)
    return BOARDING_PASS_KINDS if boarding_passes and codes.engine not in QR_ONLY else CARD_KINDS
