"""What importing a file would do, as a value that is shown before anything is installed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.deviation_list import Deviation
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.store.contents import EntryKind, FileKind


class Role(StrEnum):
    """What an installed item is for."""

    ROOT = "root"
    """A self-signed CSCA certificate whose own signature holds: an anchor."""
    LINK = "link"
    """A CA certificate under another one's signature; it carries trust from an anchor and is none by itself."""
    SIGNER = "signer"
    """A certificate that may not issue others: a document signer, as a rule. Only a pin makes it trusted."""
    REVOCATION_LIST = "crl"
    DEVIATION_LIST = "deviation-list"


class Remark(StrEnum):
    """What an operator should know about an item that can be installed all the same."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    ENDS_SOON = "ends-soon"
    ISSUER_NOT_KNOWN = "issuer-not-known"
    """Nothing here has signed it: it is of no use until its issuer is installed."""
    ALGORITHM_NOT_SUPPORTED = "algorithm-not-supported"
    EXTENSION_MALFORMED = "extension-malformed"
    OUTDATED = "outdated"
    """A CRL whose next update is over."""
    SUPERSEDED = "superseded"
    """A newer CRL of the issuer is installed."""


class SignerStanding(StrEnum):
    """How far the signature of a list was verified."""

    ANCHORED = "anchored"
    """By a certificate for this purpose that leads to an installed anchor."""
    LIST_ONLY = "list-only"
    """By a certificate that only this list vouches for: a circle."""
    ISSUER_NOT_KNOWN = "issuer-not-known"
    NOT_FOR_LISTS = "not-for-lists"
    """The certificate is not one for signing such lists, or was revoked."""
    NOT_CHECKED = "not-checked"
    """No certificate came along, or its algorithm is not supported."""
    WRONG = "wrong"


class Consent(StrEnum):
    """What the operator has to agree to before the file is imported."""

    SIGNER = "signer"
    """New anchors from a list whose signer does not lead to an installed anchor."""
    UNSIGNED = "unsigned"
    """New anchors that nobody has signed together: the operator alone vouches for them."""
    PARTIAL = "partial"
    """Some entries are bad: only the good ones would come in."""
    PINS = "pins"
    """Document signers, each by its fingerprint, by two people or with the issuer's word."""


@dataclass(frozen=True, slots=True)
class ListSigner:
    """Who signed a list. ``reason`` is a code where the standing alone does not tell."""

    standing: SignerStanding
    subject: str = ""
    country: str = ""
    fingerprint: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One part of the file that holds entries; ``name`` is the member's in an archive.

    A list inside a collection is not ``taken`` when it was changed after it was signed.
    """

    kind: FileKind
    name: str
    entries: int
    signer: ListSigner | None
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Rejected:
    """An entry that will not be installed. ``index`` counts from 0 through the whole file, for each kind by itself."""

    index: int
    reason: str
    kind: EntryKind = EntryKind.CERTIFICATE


@dataclass(frozen=True, slots=True)
class PreviewedCertificate:
    """A certificate that loads; ``part`` names the archive's member that it came in."""

    certificate: Certificate
    role: Role
    part: str
    installed: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewedRevocationList:
    """A CRL that loads. It is ``usable`` when a trusted key of its issuer has signed it and no newer one is here."""

    revocation_list: RevocationList
    part: str
    installed: bool
    usable: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewedDeviationList:
    """``der`` is the whole signed list; ``country`` is its signer's."""

    der: bytes = field(repr=False)
    country: str
    part: str
    installed: bool
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that an operator is asked about; nothing of it is installed yet.

    ``generation`` is the state of the store against which the file was looked at. ``entries`` counts certificates as
    found, ``loaded`` those that parse, ``self_signed_ok`` the self-signed ones whose signature holds, ``link_ok``
    the others whose signature holds under another certificate of the file or of the store; a certificate that comes
    twice counts twice there and stands once in ``certificates``. ``pins`` are the fingerprints of a list of signers,
    ``pinned`` those of them that are pinned already.
    """

    file: str
    sha256: bytes
    size: int
    kind: FileKind
    at: datetime
    generation: int
    entries: int
    loaded: int
    self_signed_ok: int
    link_ok: int
    lists: tuple[ListFacts, ...]
    rejected: tuple[Rejected, ...]
    certificates: tuple[PreviewedCertificate, ...]
    revocation_lists: tuple[PreviewedRevocationList, ...] = ()
    deviation_lists: tuple[PreviewedDeviationList, ...] = ()
    pins: tuple[bytes, ...] = ()
    pinned: frozenset[bytes] = frozenset()
    ignored: tuple[str, ...] = ()
    unvouched: frozenset[Consent] = frozenset()
    """Why the new anchors need the operator's word: ``SIGNER``, ``UNSIGNED``, both or neither."""

    @property
    def signer(self) -> ListSigner | None:
        """Who signed the file; of several lists that are taken the one whose signature says least."""
        signers = [facts.signer for facts in self.lists if facts.signer is not None and facts.taken]
        return max(signers, key=lambda signer: list(SignerStanding).index(signer.standing), default=None)

    @property
    def countries(self) -> tuple[str, ...]:
        """The two-letter codes of all certificates and CRLs that load, sorted."""
        items = (
            *(one.certificate.country for one in self.certificates),
            *(one.revocation_list.country for one in self.revocation_lists),
            *(one.country for one in self.deviation_lists),
        )
        return tuple(sorted({code for code in items if len(code) == 2 and code.isascii() and code.isalpha()}))

    @property
    def new_certificates(self) -> tuple[PreviewedCertificate, ...]:
        """The roots and links that would be installed."""
        return tuple(one for one in self.certificates if not one.installed and one.role is not Role.SIGNER)

    @property
    def signers(self) -> tuple[PreviewedCertificate, ...]:
        """The document signers, which are installed only when they are pinned."""
        return tuple(one for one in self.certificates if one.role is Role.SIGNER)

    @property
    def new_items(self) -> int:
        """How many items would be installed, pins left out."""
        revocation_lists = (one for one in self.revocation_lists if one.usable and not one.installed)
        deviation_lists = (one for one in self.deviation_lists if not one.installed)
        return len((*self.new_certificates, *revocation_lists, *deviation_lists))

    @property
    def wrongly_signed(self) -> bool:
        """Whether the file is one list that was changed after it was signed: then nothing of it is taken."""
        return self.signer is not None and self.signer.standing is SignerStanding.WRONG

    @property
    def needs(self) -> frozenset[Consent]:
        """What has to be agreed to before the file is imported."""
        needed = set(self.unvouched)
        if self.rejected:
            needed.add(Consent.PARTIAL)
        new_signer = any(not one.installed for one in self.signers)
        if set(self.pins) - self.pinned or (self.kind is FileKind.CERTIFICATE and new_signer):
            needed.add(Consent.PINS)
        return frozenset(needed)
