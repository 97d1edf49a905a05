"""What an outside service is asked about one card, and what it answers: values of the port ``IssuerVerification``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ActiveAuthentication, ChipReading, ElementaryFile
from kiosk.domain.service_trouble import ServiceTrouble

RELEASABLE = (
    ElementaryFile.COM,
    ElementaryFile.DG1,
    ElementaryFile.DG2,
    ElementaryFile.DG13,
    ElementaryFile.DG14,
    ElementaryFile.DG15,
)
"""The files that a service may be given where a site, or whoever exports, names them."""


class IssuerFinding(StrEnum):
    """What came of asking. Only the first two say something about the document."""

    GENUINE = "genuine"
    NOT_GENUINE = "not-genuine"
    NOT_KNOWN = "not-known"
    NOT_ASKED = "not-asked"
    SERVICE_FAILED = "service-failed"


IssuerTrouble = ServiceTrouble
"""Why there is no answer; the code stands in the report as ``issuer-service-…``."""

_WORD_OF_THE_ISSUER = {
    IssuerFinding.GENUINE: DocumentCheck(CheckStatus.PASSED),
    IssuerFinding.NOT_GENUINE: DocumentCheck(CheckStatus.FAILED, "issuer-says-not-genuine"),
    IssuerFinding.NOT_KNOWN: DocumentCheck(CheckStatus.NOT_DONE, "issuer-does-not-know"),
}


@dataclass(frozen=True, slots=True)
class IssuerQuestion:
    """What may leave the kiosk about one card: nothing else of the reading reaches a service.

    ``signer`` is the document signer's certificate (DER), empty when EF.SOD shows none. ``files`` are the data groups
    that were released, ``number`` is set only when DG1, where it stands, is one of them, and the evidence of Active
    Authentication only when DG15, its key, is.
    """

    sod: bytes = field(repr=False)
    signer: bytes = field(repr=False)
    files: Mapping[ElementaryFile, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    number: str = field(default="", repr=False)
    active_authentication: ActiveAuthentication | None = None

    @classmethod
    def of(
        cls, reading: ChipReading, signer: bytes, number: str, released: Collection[ElementaryFile]
    ) -> IssuerQuestion:
        """EF.SOD, the signer, and of the rest what ``released`` names."""
        files = {file: reading.files[file] for file in reading.files if file in released}
        return cls(
            sod=reading.files.get(ElementaryFile.SOD, b""),
            signer=signer,
            files=MappingProxyType(files),
            number=number if ElementaryFile.DG1 in files else "",
            active_authentication=reading.active_authentication if ElementaryFile.DG15 in files else None,
        )


@dataclass(frozen=True, slots=True)
class IssuerAnswer:
    """The answer of ``service`` (the name of its form) at ``at`` by the kiosk's clock.

    ``code`` and ``reference`` are the service's own words for result and transaction, cut to what a code may hold
    (``[A-Za-z0-9._:-]``, 64 characters); the reference leads to the person at the service, so it is not shown.
    """

    finding: IssuerFinding
    service: str
    at: datetime
    trouble: IssuerTrouble | None = None
    code: str = ""
    reference: str = field(default="", repr=False)

    def as_check(self) -> DocumentCheck:
        """The answer as a line of the report: a service that fails says nothing about the document."""
        said = _WORD_OF_THE_ISSUER.get(self.finding)
        if said is not None:
            return said
        return DocumentCheck(CheckStatus.NOT_DONE, f"issuer-service-{self.trouble or IssuerTrouble.UNEXPECTED}")
