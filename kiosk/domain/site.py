"""A site's rules as values: its words, its policy, and what its list says about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kiosk.domain.authenticity import DocumentCheckName
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.data_rules import DataRules
from kiosk.domain.desks.attendance import AttendanceRules, Circumstance
from kiosk.domain.face import FaceRules
from kiosk.domain.hospital.health_record_rules import HealthRecordRules
from kiosk.domain.hospital.insurance import InsuranceRules
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.hospital.reception import ManualCase
from kiosk.domain.hospital.registration import RegistrationField
from kiosk.domain.liveness import LivenessRules
from kiosk.domain.override import OverrideRules
from kiosk.domain.text import Text
from kiosk.domain.travel import TravelRules
from kiosk.domain.verdict import Verdict


class Admission(StrEnum):
    """What the site's list says about an identity."""

    EXPECTED = "expected"
    POSSIBLE = "possible"
    NOT_LISTED = "not_listed"
    ALREADY_ADMITTED = "already_admitted"
    RE_ENTERING = "re_entering"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class ListPhoto:
    """A picture that was handed in at registration, as it is encoded: ``jpeg`` or ``png``. Nobody has verified it."""

    image: bytes = field(repr=False)
    encoding: str = "jpeg"


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of the site's list. ``key`` is the site's own name for the row (candidate number, booking…).

    ``place`` is what the person wants to know, shown very large (room and seat, gate, clinic). ``details`` are the
    cells of the site's own columns (session, flight), by the names under which its rules know them.
    """

    key: str
    number: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    place: Text = field(default=Text("", ""), repr=False)
    details: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    photo: ListPhoto | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    """The list's answer. ``differences`` names fields in which list and card disagree (never their contents).

    ``circumstances`` is what is amiss with the time or the door of somebody who is expected. ``others`` are further
    rows of the same person (an exam's other subjects); who came in before ``opens_at`` came in for one of those.
    ``left_at`` is when somebody who came in was seen to leave. ``expected_on`` is the day for which somebody comes in
    now, where the list says one: today, or tomorrow when that row's doors are open over midnight.
    """

    admission: Admission
    listing: Listing | None = None
    differences: tuple[str, ...] = ()
    admitted_at: datetime | None = None
    circumstances: tuple[Circumstance, ...] = ()
    others: tuple[Listing, ...] = ()
    opens_at: datetime | None = None
    left_at: datetime | None = None
    expected_on: date | None = None


class Need(StrEnum):
    """How much a site needs a document check; a check that was made and failed never passes in silence.

    ``MUST``: whatever is not passed refers. ``WARN``: whatever is not passed calls for attention. ``MAY``: only a
    failure calls for attention; a check that was not done or is not supported is shown and no more.
    """

    MUST = "must"
    WARN = "warn"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class CheckNeeds:
    """What a site needs of those document checks that it has a say in.

    The other checks have rules of their own: altered data and wrong signatures refuse, and ``Policy`` weighs the chain,
    the signer's dates and the document's. A failed clone check, a revoked signer and sources that differ are weighed
    there too, whatever is chosen here.
    """

    access_protocol: Need = Need.MAY
    ef_com: Need = Need.MAY
    revocation: Need = Need.MAY
    issuing_state: Need = Need.MAY
    active_authentication: Need = Need.MAY
    chip_authentication: Need = Need.MAY
    pace_cam: Need = Need.MAY
    check_digits: Need = Need.MAY
    cross_checks: Need = Need.MAY
    issuer_verification: Need = Need.MAY

    def items(self) -> tuple[tuple[DocumentCheckName, Need], ...]:
        """The checks with what is needed of each, in the order in which checks are shown."""
        return tuple((name, getattr(self, name.value)) for name in DocumentCheckName if name in CHOSEN_BY_SITE)


CHOSEN_BY_SITE = frozenset(DocumentCheckName(chosen.name) for chosen in fields(CheckNeeds))
"""The document checks that a site has a say in."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What each finding amounts to at this site, within ``POLICY_LIMITS``, and which document checks it ``needs``.

    The limits are enforced where a profile is loaded, which names the key, and again in ``decide``, so that no way
    around a profile weakens them.
    """

    chain_unknown: Verdict = Verdict.ADMIT_WITH_ATTENTION
    signer_expired: Verdict = Verdict.ADMIT_WITH_ATTENTION
    document_expired: Verdict = Verdict.REFER
    clone_check_missing: Verdict = Verdict.ADMIT_WITH_ATTENTION
    sources_differ: Verdict = Verdict.REFER
    face_no_match: Verdict = Verdict.REFER
    face_unsure: Verdict = Verdict.REFER
    liveness_missing: Verdict = Verdict.REFER
    not_listed: Verdict = Verdict.REFUSE
    possible_listing: Verdict = Verdict.REFER
    already_admitted: Verdict = Verdict.REFER
    re_entry: Verdict = Verdict.REFER
    list_differs: Verdict = Verdict.ADMIT_WITH_ATTENTION
    wrong_day: Verdict = Verdict.REFER
    wrong_session: Verdict = Verdict.REFER
    wrong_room: Verdict = Verdict.REFER
    too_early: Verdict = Verdict.REFER
    too_late: Verdict = Verdict.REFER
    qr_only: Verdict = Verdict.REFER
    issuer_confirms: Verdict = Verdict.ADMIT
    issuer_denies: Verdict = Verdict.REFER
    boarding_pass_differs: Verdict = Verdict.REFER
    boarding_pass_missing: Verdict = Verdict.REFER
    infant: Verdict = Verdict.REFER
    needs: CheckNeeds = CheckNeeds()

    def within_limits(self) -> Policy:
        """The same policy with every value moved to the nearest one that a site may choose."""
        held: dict[str, Any] = {}
        for name, (mildest, gravest) in POLICY_LIMITS.items():
            chosen: Verdict = getattr(self, name)
            held[name] = sorted((mildest, chosen, gravest), key=lambda verdict: verdict.severity)[1]
        return replace(self, **held)


_WITH_ATTENTION_TO_REFER = (Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER)
_WITH_ATTENTION_TO_REFUSE = (Verdict.ADMIT_WITH_ATTENTION, Verdict.REFUSE)

POLICY_LIMITS: Mapping[str, tuple[Verdict, Verdict]] = MappingProxyType(
    {
        "chain_unknown": _WITH_ATTENTION_TO_REFER,
        "signer_expired": _WITH_ATTENTION_TO_REFER,
        "document_expired": _WITH_ATTENTION_TO_REFUSE,
        "clone_check_missing": _WITH_ATTENTION_TO_REFER,
        "sources_differ": _WITH_ATTENTION_TO_REFUSE,
        "face_no_match": (Verdict.REFER, Verdict.REFUSE),
        "face_unsure": _WITH_ATTENTION_TO_REFER,
        "liveness_missing": _WITH_ATTENTION_TO_REFER,
        "not_listed": (Verdict.REFER, Verdict.REFUSE),
        "possible_listing": (Verdict.REFER, Verdict.REFER),
        "already_admitted": _WITH_ATTENTION_TO_REFER,
        "re_entry": _WITH_ATTENTION_TO_REFER,
        "list_differs": _WITH_ATTENTION_TO_REFER,
        "wrong_day": _WITH_ATTENTION_TO_REFUSE,
        "wrong_session": _WITH_ATTENTION_TO_REFUSE,
        "wrong_room": _WITH_ATTENTION_TO_REFER,
        "too_early": _WITH_ATTENTION_TO_REFER,
        "too_late": _WITH_ATTENTION_TO_REFUSE,
        "qr_only": _WITH_ATTENTION_TO_REFER,
        "issuer_confirms": (Verdict.ADMIT, Verdict.REFER),
        "issuer_denies": (Verdict.REFER, Verdict.REFUSE),
        "boarding_pass_differs": _WITH_ATTENTION_TO_REFER,
        "boarding_pass_missing": _WITH_ATTENTION_TO_REFER,
        "infant": _WITH_ATTENTION_TO_REFER,
    }
)
"""The mildest and the gravest verdict that a site may choose for each finding of ``Policy``.

No finding admits plainly, and only evidence about the document, the person or the time they are expected may refuse:
what could not be checked (no anchor installed, no clone check, a dead chip) and what may be the list's or the engine's
own doubt refers.
"""


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The site's words: who the person is, who the staff are."""

    site: Text
    person: Text
    staff: Text


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Everything one check needs to know about its site.

    Somebody admitted within the last ``remembered_hours`` is said to have come before; yesterday's exam is another one.
    ``issuer_release`` are the files that an outside service may be given besides EF.SOD and the signer's certificate;
    ``None``: no service is asked about anybody. ``attendance`` is when people are let in, ``overrides`` what staff may
    decide otherwise, ``data`` what may be done with data of people. ``insurance`` is what an insurance service is told
    about a person and what staff see of its answer; ``None``: none is asked. ``health_records`` are the files about
    admitted patients for the hospital's own system; ``None``: none are written. ``registration`` is what of a
    patient that system is given to register them, ``manual_cases`` when staff may receive somebody without a card.
    ``travel`` is what a desk for travellers asks of boarding passes and infants; ``None``: it is none.
    ``queue`` is how the kiosk gives out numbers for queues; ``None``: it gives none.
    """

    name: str
    words: SiteWords
    policy: Policy
    budget_seconds: float = 20.0
    remembered_hours: float = 12.0
    face: FaceRules = field(default_factory=FaceRules)
    issuer_release: frozenset[ElementaryFile] | None = None
    liveness: LivenessRules = field(default_factory=LivenessRules)
    attendance: AttendanceRules = field(default_factory=AttendanceRules)
    overrides: OverrideRules = field(default_factory=OverrideRules)
    data: DataRules = field(default_factory=DataRules)
    insurance: InsuranceRules | None = None
    travel: TravelRules | None = None
    queue: QueueRules | None = None
    health_records: HealthRecordRules | None = None
    registration: frozenset[RegistrationField] | None = None
    manual_cases: frozenset[ManualCase] = frozenset()
