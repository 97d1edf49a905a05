"""Access keys as they are typed on the command line."""

from __future__ import annotations

import re

import typer

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.identity import Identity
from kiosk.reader.codes.kinds import card_code

CAN_HELP = "The CAN: the last six digits of the card's 12-digit number."
MRZ_HELP = "The MRZ key: document number, birth and expiry, e.g. 090012345,900315,300315."
QR_HELP = "The text of the card's QR code."


def parse_keys(can: str | None, mrz: str | None, qr: str | None) -> tuple[Identity | None, tuple[AccessKey, ...]]:
    """The keys that were given, and the identity of the QR text; wrong input ends the command with a usage error."""
    keys: list[AccessKey] = []
    identity = None
    if can is not None:
        try:
            # Whoever types the whole number means its last six digits.
            keys.append(Can(can[-6:] if re.fullmatch(r"[0-9]{12}", can) else can))
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--can") from error
    if mrz is not None:
        parts = mrz.upper().replace(" ", "").split(",")
        try:
            document, birth, expiry = parts
            keys.append(MrzKey(document, birth, expiry))
        except ValueError as error:
            hint = "write DOCUMENT,YYMMDD,YYMMDD" if len(parts) != 3 else str(error)
            raise typer.BadParameter(hint, param_hint="--mrz") from error
    if qr is not None:
        card = card_code(qr)
        identity = card.identity
        keys.extend(card.keys)
    return identity, tuple(keys)
