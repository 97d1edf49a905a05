"""What operators agreed to, and whether that is enough for a preview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.reader.trust.store.preview import Consent, Preview, Role

PIN_PEOPLE = 2
"""Who confirm the fingerprint of a document signer, unless the issuer did."""

CONFIRMED = "fingerprint"
"""That a fingerprint was compared and typed, among what was agreed to."""

_NAME = re.compile(r"(?!.*[0-9]{9})[^\W\d_][\w .'\-]{0,39}(?<! )")


@dataclass(frozen=True, slots=True)
class Agreement:
    """``people`` are the operators' names, ``confirmed`` the fingerprints that they compared and typed.

    A confirmed fingerprint is that of the file, of a root, or of a document signer to be pinned. ``reference`` says
    by which letter the issuer confirmed the signers itself; then one name is enough.
    """

    people: tuple[str, ...]
    consents: frozenset[Consent] = frozenset()
    confirmed: frozenset[bytes] = frozenset()
    reference: str = ""

    def __post_init__(self) -> None:
        if not self.people or not all(_NAME.fullmatch(name) for name in self.people):
            raise ValueError("an operator's name has 1 to 40 letters and begins with one; a number is no name")


def pins_of(preview: Preview, agreement: Agreement) -> tuple[bytes, ...]:
    """The new document signers whose fingerprints were confirmed: those of a list, and those that are certificates.

    Who confirms a whole list of fingerprints has confirmed each of them; who confirms a file of certificates has not.
    """
    whole = preview.sha256 in agreement.confirmed
    listed = (pin for pin in preview.pins if pin not in preview.pinned and (whole or pin in agreement.confirmed))
    signers = (one.certificate.fingerprint for one in preview.signers if not one.installed)
    return tuple(dict.fromkeys((*listed, *(one for one in signers if one in agreement.confirmed))))


def agreed(preview: Preview, agreement: Agreement) -> list[str]:
    """What made the file acceptable, for its provenance: the consents that it needed, and ``fingerprint``."""
    known = {preview.sha256, *preview.pins, *(one.certificate.fingerprint for one in preview.certificates)}
    consents = sorted(one.value for one in agreement.consents & preview.needs)
    return [*consents, CONFIRMED] if known & agreement.confirmed else consents


def missing(preview: Preview, agreement: Agreement) -> frozenset[Consent]:
    """What has to be agreed to as well; empty when the file may be imported."""
    return frozenset(_missing(preview, agreement))


def _missing(preview: Preview, agreement: Agreement) -> Iterator[Consent]:
    needed = preview.needs - agreement.consents - {Consent.PINS}
    roots = {one.certificate.fingerprint for one in preview.new_certificates if one.role is Role.ROOT}
    confirmed = preview.sha256 in agreement.confirmed or roots <= agreement.confirmed
    yield from (one for one in needed if one is Consent.PARTIAL or not confirmed)
    pins = pins_of(preview, agreement)
    enough = len({name.casefold() for name in agreement.people}) >= PIN_PEOPLE or agreement.reference
    if (pins and not enough) or (Consent.PINS in preview.needs and not pins):
        yield Consent.PINS
