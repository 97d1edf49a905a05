"""From a chip reading to identity, chip face and authenticity: the document checks of one card, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

from kiosk.domain.authenticity import Authenticity, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import ChipFace
from kiosk.domain.identity import Identity, PrintedDetails, Source
from kiosk.reader.codes.mrz import VIETNAM, Mrz
from kiosk.reader.emrtd import active_auth
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.dg2 import FaceImage, parse_dg2
from kiosk.reader.lds.dg13 import Dg13, parse_dg13
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.trust import consistency, cross_checks
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.card_security import check_pace_cam
from kiosk.reader.trust.passive_auth import PassiveAuthentication, authenticate
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed

HANOI = timezone(timedelta(hours=7))
"""A card is valid to the end of its last day where it was issued; Vietnam has one time zone and no summer time."""

_Parsed = TypeVar("_Parsed")


class ChipInspector:
    """The port ``DocumentInspector``: pure computing, safe for any thread, never raises for hostile files.

    ``keeps_details``: what is printed on the card beyond what a check needs is kept too, for a site that lets it out.
    """

    def __init__(self, trust: TrustAnchors, *, keeps_details: bool = False) -> None:
        self._trust = trust
        self._keeps_details = keeps_details

    def inspect(self, reading: ChipReading, told: Identity | None, at: datetime) -> Inspection:
        """Check everything that was read; files that are not authentic are used for nothing.

        ``told`` is what the card's QR code or its printed lines say, ``at`` the time of the check, aware of its zone.
        ``identity`` and ``chip_face`` are ``None`` when their file is missing, not authentic, or malformed.
        """
        passive = authenticate(reading.files, self._trust, at, _issuing_state(reading))
        contents = _Contents.of(reading, passive)
        today = at.astimezone(HANOI).date()
        lines = cross_checks.compare(contents.mrz, contents.dg13, told, today)
        authenticity = Authenticity(
            state=passive.state,
            hashes=passive.hashes,
            sod_signature=passive.sod_signature,
            signer_chain=passive.signer_chain,
            validity=_validity(contents, today),
            active_authentication=_active_authentication(reading, passive),
            chip_authentication=_chip_authentication(reading, passive),
            pace_cam=check_pace_cam(reading, passive, self._trust, at, _issuing_state(reading)),
            cross_checks=cross_checks.summarize(lines),
            cross_check_lines=lines,
            access_protocol=consistency.check_access(reading, passive),
            ef_com=consistency.check_com(reading, passive),
            hash_lines=consistency.hash_lines(reading, passive),
            signer_validity=passive.signer_validity,
            revocation=passive.revocation,
            issuing_state=passive.issuing_state,
            check_digits=consistency.check_check_digits(contents.mrz, contents.problem),
            weak=passive.weak,
            path=tuple(certificate.fingerprint.hex() for certificate in passive.path),
        )
        return Inspection(
            authenticity=authenticity,
            identity=_identity(contents, today),
            chip_face=_chip_face(contents),
            access=reading.access,
            apdu_count=reading.apdu_count,
            chip_seconds=reading.seconds,
            signer=b"" if passive.signer is None else passive.signer.der,
            details=_details(contents.dg13) if self._keeps_details and contents.dg13 else None,
        )


@dataclass(frozen=True, slots=True)
class _Contents:
    """The authentic files, parsed; ``None`` for what is missing or malformed, whose reason is in ``problem``."""

    mrz: Mrz | None = None
    dg13: Dg13 | None = None
    faces: tuple[FaceImage, ...] = ()
    problem: str = CheckReason.DATA_NOT_VERIFIED

    @classmethod
    def of(cls, reading: ChipReading, passive: PassiveAuthentication) -> _Contents:
        authentic = {file: reading.files[file] for file in passive.authentic}
        mrz = _parsed(authentic.get(ElementaryFile.DG1), parse_dg1)
        malformed = mrz is None and ElementaryFile.DG1 in authentic
        # Other states fill DG13 as they like.
        dg13 = authentic.get(ElementaryFile.DG13) if mrz is None or mrz.issuing_state == VIETNAM else None
        return cls(
            mrz=mrz,
            dg13=_parsed(dg13, parse_dg13),
            faces=_parsed(authentic.get(ElementaryFile.DG2), parse_dg2) or (),
            problem=f"{CheckReason.FILE_MALFORMED}-dg1" if malformed else CheckReason.DATA_NOT_VERIFIED,
        )


def _parsed(data: bytes | None, parse: Callable[[bytes], _Parsed]) -> _Parsed | None:
    try:
        return None if data is None else parse(data)
    except LdsError:
        return None


def _issuing_state(reading: ChipReading) -> str:
    """By DG1, whose hash is checked afterwards: a wrong one spoils the whole state."""
    mrz = _parsed(reading.files.get(ElementaryFile.DG1), parse_dg1)
    return "" if mrz is None else mrz.issuing_state


def _identity(contents: _Contents, today: date) -> Identity | None:
    """Dates and sex by DG1, the letters of Vietnamese and what DG1 has no room for by DG13."""
    mrz, dg13 = contents.mrz, contents.dg13 or Dg13()
    if mrz is None:
        return None
    return Identity(
        source=Source.CHIP,
        number=mrz.personal_number or (dg13.number or ""),
        document_number=mrz.document_number,
        name=dg13.name or mrz.name,
        mrz_name=mrz.name,
        birth_date=mrz.birth_date(today),
        sex=mrz.sex,
        nationality=mrz.nationality,
        issue_date=dg13.issue_date,
        expiry_date=mrz.expiry_date(),
        never_expires=mrz.never_expires,
        old_number=dg13.old_number or "",
        residence=dg13.residence or "",
    )


def _details(dg13: Dg13) -> PrintedDetails:
    father, mother = (*dg13.parents, "", "")[:2]
    return PrintedDetails(
        origin=dg13.origin or "",
        features=dg13.features or "",
        father=father,
        mother=mother,
        spouse=dg13.spouse or "",
        ethnicity=dg13.ethnicity or "",
        religion=dg13.religion or "",
    )


def _chip_face(contents: _Contents) -> ChipFace | None:
    """The first portrait: ICAO Doc 9303-10 §4.7.2 puts the mandatory one there."""
    return ChipFace(contents.faces[0].image, contents.faces[0].encoding) if contents.faces else None


def _validity(contents: _Contents, today: date) -> DocumentCheck:
    """The document's own dates; the signer's are the chain's business. A card is valid on its last day."""
    mrz, dg13 = contents.mrz, contents.dg13 or Dg13()
    if mrz is None:
        return not_done(contents.problem)
    last_days = [day for day in (mrz.expiry_date(), dg13.expiry_date) if day is not None]
    if any(day < today for day in last_days):
        return failed(CheckReason.DOCUMENT_EXPIRED)
    if dg13.issue_date is not None and dg13.issue_date > today:
        return failed(CheckReason.DOCUMENT_NOT_YET_VALID)
    if not last_days and not mrz.never_expires:
        return not_done(CheckReason.EXPIRY_UNKNOWN)
    return passed()


def _active_authentication(reading: ChipReading, passive: PassiveAuthentication) -> DocumentCheck:
    problem = _key_problem(ElementaryFile.DG15, reading, passive)
    if problem is not None:
        return problem
    dg14 = reading.files[ElementaryFile.DG14] if ElementaryFile.DG14 in passive.authentic else None
    return active_auth.verify(reading.files[ElementaryFile.DG15], dg14, reading.active_authentication)


def _chip_authentication(reading: ChipReading, passive: PassiveAuthentication) -> DocumentCheck:
    problem = _key_problem(ElementaryFile.DG14, reading, passive)
    if problem is not None:
        return problem
    outcome = reading.chip_authentication
    if outcome is None:
        return not_done(CheckReason.NOT_ASKED)
    return DocumentCheck(outcome.status, outcome.reason)


def _key_problem(file: ElementaryFile, reading: ChipReading, passive: PassiveAuthentication) -> DocumentCheck | None:
    """Why the key in ``file`` proves nothing, ``None`` when it is the issuer's own.

    EF.COM and the files themselves are the chip's word; whether a key belongs to the document is the word of the
    signed list alone. A copy without the private key would leave the key's file out: a listed file that the chip
    does not give fails, and never counts as not supported.
    """
    if passive.listed is None:
        return not_done(CheckReason.SOD_NOT_VERIFIED)
    if file in passive.authentic:
        return None
    if file in reading.files:
        return not_done(CheckReason.KEY_NOT_AUTHENTIC)
    if file not in passive.listed:
        return DocumentCheck(CheckStatus.NOT_SUPPORTED, CheckReason.KEY_NOT_LISTED.value)
    if file in reading.absent:
        return failed(CheckReason.KEY_FILE_WITHHELD)
    return not_done(CheckReason.KEY_FILE_NOT_READ)
