"""What a profile says about a document: its kind, its access and clone checks, its files, signature and manners.

``profile_file.py`` reads these values from TOML; ``docs/training-cards.md`` explains every key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.curves import Curve
from kiosk.simulator.card.active_authentication_kind import HASHES, active_authentication_kind
from kiosk.simulator.card.country import VIETNAM, Country
from kiosk.simulator.card.manners import Manners
from kiosk.simulator.card.mechanisms import CHIP_AUTHENTICATION, PACE, NonceMapping
from kiosk.simulator.card.private_keys import parameters_of
from kiosk.simulator.card.public_key_info import KeyEncoding
from kiosk.simulator.card.signature_scheme import SIGNATURE_SCHEMES

NO_KEY = "none"
"""The kind of an Active Authentication key that is not there."""

OPTIONAL_GROUPS = (
    ElementaryFile.DG5,
    ElementaryFile.DG7,
    ElementaryFile.DG11,
    ElementaryFile.DG12,
    ElementaryFile.DG16,
)

_SECP224R1 = 10
_FIRST_LOCAL_ID = 32  # lower ids are reserved for standardized domain parameters (ICAO Doc 9303-11 §9.5.1)


class Document(StrEnum):
    """Size and layout of the machine readable zone."""

    VIETNAMESE_CARD = "vietnamese-card"
    TD1 = "td1"
    TD2 = "td2"
    TD3 = "td3"


class FaceFormat(StrEnum):
    """The record inside DG2."""

    ISO_19794 = "iso-19794-5"
    ISO_39794 = "iso-39794-5"


class AgreementForm(StrEnum):
    """Which commands a chip takes for Chip Authentication with 3DES (ICAO Doc 9303-11 §6.2.4, §8.5 note 1)."""

    BOTH = "both"
    SET_KAT = "set-kat"
    SET_AT = "set-at"


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """One PACEInfo: a protocol of ``mechanisms.PACE`` over standardized domain parameters.

    ``explicit`` spells the parameters out in a PACEDomainParameterInfo, under ``local_id`` or under no id at all.
    """

    protocol: str
    parameter_id: int
    explicit: bool = False
    local_id: int | None = None

    def __post_init__(self) -> None:
        if self.protocol not in PACE:
            raise ValueError(f"{self.protocol!r} is no PACE protocol; known are {', '.join(PACE)}")
        protocol = PACE[self.protocol]
        if isinstance(parameters_of(self.parameter_id), Curve) is not protocol.elliptic:
            raise ValueError(f"{self.protocol} does not work over the parameters {self.parameter_id}")
        if protocol.mapping is NonceMapping.INTEGRATED and self.parameter_id == _SECP224R1:
            raise ValueError("the integrated mapping is not defined for secp224r1")
        if self.local_id is not None and not (self.explicit and _FIRST_LOCAL_ID <= self.local_id <= 0x7F):
            raise ValueError("a local id from 32 to 127 goes with explicit parameters")
        if protocol.mapping is NonceMapping.CHIP_AUTHENTICATION and self.announced_id is None:
            raise ValueError("chip authentication mapping needs an id that names its key")

    @property
    def announced_id(self) -> int | None:
        """The id of the PACEInfo."""
        return self.local_id if self.explicit else self.parameter_id


@dataclass(frozen=True, slots=True)
class StaticKey:
    """One key pair for Chip Authentication: its group, the protocols announced for it, and how it is published.

    No protocols at all make a key for PACE with chip authentication mapping only, or, with 3DES, one of the chips
    that forget their ChipAuthenticationInfo. Version 2 answers with a nonce and a token (BSI TR-03110-2 §3.3.2).
    """

    parameter_id: int
    protocols: tuple[str, ...] = ()
    key_id: int | None = None
    version: int = 1
    encoding: KeyEncoding | None = None
    form: AgreementForm = AgreementForm.BOTH

    def __post_init__(self) -> None:
        elliptic = isinstance(parameters_of(self.parameter_id), Curve)
        for name in self.protocols:
            if name not in CHIP_AUTHENTICATION:
                known = ", ".join(CHIP_AUTHENTICATION)
                raise ValueError(f"{name!r} is no protocol of Chip Authentication; known are {known}")
            if CHIP_AUTHENTICATION[name].elliptic is not elliptic:
                raise ValueError(f"{name} does not work over the parameters {self.parameter_id}")
        if self.version not in (1, 2):
            raise ValueError("Chip Authentication has the versions 1 and 2")
        if self.key_id is not None and not 0 <= self.key_id <= 0x7F:
            raise ValueError("a key id is a number from 0 to 127")


@dataclass(frozen=True, slots=True)
class Access:
    """How the chip opens. ``can`` says whether PACE takes a card access number besides the MRZ.

    ``certification_authority`` is a reference for Terminal Authentication that the last answer of PACE carries.
    """

    bac: bool = True
    pace: tuple[PaceOffer, ...] = ()
    can: bool = True
    certification_authority: str = ""

    def without_pace(self) -> Access:
        return replace(self, pace=())


@dataclass(frozen=True, slots=True)
class CloneChecks:
    """The chip's own keys; ``encoding`` holds for all of them that do not say otherwise."""

    chip_authentication: tuple[StaticKey, ...] = ()
    active_authentication: str = NO_KEY
    encoding: KeyEncoding = KeyEncoding.NAMED

    def __post_init__(self) -> None:
        if self.active_authentication != NO_KEY:
            active_authentication_kind(self.active_authentication)
        ids = [key.key_id for key in self.chip_authentication]
        if len(set(ids)) != len(ids):
            raise ValueError("several keys for Chip Authentication need a key id each, no two the same")


@dataclass(frozen=True, slots=True)
class Files:
    """What the chip holds beyond DG1, DG2 and the groups that its protocols need.

    ``fingerprints`` announces and signs DG3, which nobody may read. ``photo_bytes`` enlarges the portrait to that many
    bytes (0: as it is); ``face_images`` repeats it. ``lds_version`` 0108 comes with version 1 of the security object.
    """

    groups: tuple[ElementaryFile, ...] = ()
    fingerprints: bool = False
    face_format: FaceFormat = FaceFormat.ISO_19794
    face_images: int = 1
    photo_bytes: int = 0
    lds_version: str = "0107"
    sod_digest: str = "sha256"
    card_security: bool = False
    directory: bool = False
    atr_info: bool = False

    def __post_init__(self) -> None:
        if not set(self.groups) <= set(OPTIONAL_GROUPS):
            raise ValueError(f"groups are chosen among {', '.join(OPTIONAL_GROUPS)}")
        if not 1 <= self.face_images <= 9 or not 0 <= self.photo_bytes <= 200_000:
            raise ValueError("DG2 holds 1 to 9 images of at most 200000 bytes")
        if self.lds_version not in ("0107", "0108") or self.sod_digest not in HASHES:
            raise ValueError(f"LDS versions are 0107 and 0108, hashes {', '.join(HASHES)}")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the authority signs with, a name of ``SIGNATURE_SCHEMES``; ``explicit`` spells curves out.

    ``None`` leaves it to the authority that there is.
    """

    scheme: str | None = None
    explicit: bool | None = None

    def __post_init__(self) -> None:
        if self.scheme is not None and self.scheme not in SIGNATURE_SCHEMES:
            raise ValueError(f"{self.scheme!r} is no signature scheme; known are {', '.join(SIGNATURE_SCHEMES)}")


@dataclass(frozen=True, slots=True)
class CardProfile:
    """One kind of document.

    A document lasts ``validity_years``, or where ``expiry_ages`` are given, to the first of these ages that is more
    than two years away. ``historical_bytes`` come out of the ATS and stand in the ATR.
    """

    name: str
    title: str = ""
    document: Document = Document.VIETNAMESE_CARD
    country: Country = VIETNAM
    issuer: str = ""
    issued_from: date = date(2006, 1, 1)
    issued_until: date = date.max
    qr_fields: int = 0
    expiry_ages: tuple[int, ...] = ()
    validity_years: int = 10
    historical_bytes: bytes = bytes.fromhex("0031C173C840009000")
    access: Access = field(default_factory=Access)
    clone_checks: CloneChecks = field(default_factory=CloneChecks)
    files: Files = field(default_factory=Files)
    signature: Signature = field(default_factory=Signature)
    manners: Manners = field(default_factory=Manners)

    def __post_init__(self) -> None:
        if len(self.historical_bytes) > 15:
            raise ValueError("an ATS has at most fifteen historical bytes")
        if not 1 <= self.validity_years <= 50:
            raise ValueError("a document is valid for 1 to 50 years")
        keys = {key.key_id: key for key in self.clone_checks.chip_authentication}
        for offer in self.access.pace:
            if PACE[offer.protocol].mapping is NonceMapping.CHIP_AUTHENTICATION:
                key = keys.get(offer.announced_id)
                if key is None or key.parameter_id != offer.parameter_id:
                    raise ValueError(f"{offer.protocol} needs a key over its parameters with its id as key id")

    @property
    def atr(self) -> bytes:
        """What a contactless reader answers for this card: PC/SC part 3 §3.1.3.2.3."""
        body = bytes((0x80 | len(self.historical_bytes), 0x80, 0x01)) + self.historical_bytes
        check = 0
        for byte in body:
            check ^= byte
        return b"\x3b" + body + bytes((check,))

    def expiry(self, birth_date: date, issue_date: date) -> date | None:
        """The last day of validity, ``None`` for a card that does not expire."""
        if not self.expiry_ages:
            return anniversary(issue_date, self.validity_years)
        for age in self.expiry_ages:
            birthday = anniversary(birth_date, age)
            if issue_date < anniversary(birthday, -2):
                return birthday
        return None


def anniversary(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
