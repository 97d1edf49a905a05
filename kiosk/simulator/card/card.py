"""An issued card as a value: what is printed on it, what its chip holds, and its private keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.simulator.card import imprint
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.chip_keys import ActiveAuthenticationKey, ChipAuthenticationKey
from kiosk.simulator.card.faults import CardFault
from kiosk.simulator.card.imprint import Mrz


@dataclass(frozen=True, slots=True)
class VirtualCard:
    """One card of a fictitious person.

    ``profile`` says what this card is, with every change that was asked for when it was issued. A document without a
    card access number or without a QR code has an empty ``can`` or ``qr_text``.
    ``files`` holds every readable file as the chip gives it; DG3 is announced and signed but never readable, so its
    contents are not kept. ``csca`` and ``signer`` are the certificates (DER) that the card was issued under.
    ``faults`` are all switches of this card; forgeries among them are already carried out in ``files`` and keys.
    """

    profile: CardProfile
    can: str = field(repr=False)
    mrz: Mrz = field(repr=False)
    qr_text: str = field(repr=False)
    files: Mapping[ElementaryFile, bytes] = field(repr=False)
    active_authentication: ActiveAuthenticationKey | None
    chip_authentication: tuple[ChipAuthenticationKey, ...]
    csca: bytes = field(repr=False)
    signer: bytes = field(repr=False)
    faults: tuple[CardFault, ...] = ()

    @property
    def mrz_information(self) -> str:
        """Document number, birth and expiry with check digits, as BAC and PACE take them."""
        return imprint.mrz_information(self.mrz)
