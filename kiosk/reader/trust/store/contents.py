"""What an import file holds, cut into entries but not believed: kinds of files, parts of them, and what was damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.reader.trust.signed_data import SignedData


class FileKind(StrEnum):
    """Recognised by content, never by the name of the file."""

    CERTIFICATE = "certificate"
    """One X.509 certificate, DER or PEM."""
    CERTIFICATES = "certificates"
    """Certificates and CRLs in PEM, text between them allowed."""
    PKCS7 = "pkcs7"
    """A CMS SignedData without content that carries certificates and CRLs (``.p7b``, ``.p7c``)."""
    MASTER_LIST = "master-list"
    """ICAO Doc 9303-12 §8."""
    DEVIATION_LIST = "deviation-list"
    """ICAO Doc 9303-3, deviation lists."""
    REVOCATION_LIST = "crl"
    """One CRL, DER or PEM."""
    LDIF = "ldif"
    """RFC 2849, as the ICAO PKD gives its collections."""
    ZIP = "zip"
    PINNED_SIGNERS = "pinned-signers"
    """SHA-256 fingerprints of document signers, one a line."""


class EntryKind(StrEnum):
    """What one entry is; each kind is numbered for itself."""

    CERTIFICATE = "certificate"
    REVOCATION_LIST = "crl"
    SIGNED_LIST = "signed-list"
    FINGERPRINT = "fingerprint"
    FILE = "file"
    """A member of an archive, or a block that is none of the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing as it was cut out of its file. ``problem`` is a reason code where not even that worked."""

    kind: EntryKind
    data: bytes = field(default=b"", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a list inside one.

    ``name`` is empty for the file itself, and the member's name in an archive. ``signed`` is set for lists that
    somebody signed; their ``entries`` are what the signature covers.
    """

    kind: FileKind
    name: str = ""
    entries: tuple[Entry, ...] = ()
    signed: SignedData | None = None
    parts: tuple[Part, ...] = ()
    ignored: tuple[str, ...] = ()
    """Members of an archive that are like none of the kinds, by name."""

    def walk(self) -> Iterator[Part]:
        """This part and all inside it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()


class ForeignFileError(ValueError):
    """The file is none of the kinds that can be imported, or breaks a limit; the text names no content."""


class LimitError(ForeignFileError):
    """The file asks for more work or memory than any honest one."""


@dataclass(slots=True)
class Allowance:
    """What one import file may cost in all, spent while it is taken apart."""

    entries: int = 50_000
    """The ICAO PKD's largest collection has some 30,000 document signers."""
    octets: int = 192 << 20
    """Of everything that is unpacked or decoded."""

    def spend(self, octets: int, entries: int = 0) -> None:
        """Raises ``LimitError`` when it is used up."""
        self.octets -= octets
        self.entries -= entries
        if self.entries < 0:
            raise LimitError("too many entries")
        if self.octets < 0:
            raise LimitError("too much to unpack")
