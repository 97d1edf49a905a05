"""The JSON of the local API, as pydantic models: what is asked, strictly, and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.desks.local_desk import KioskStatus, ToldVerdict
from kiosk.domain.verdict import Verdict

_Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(description="YYMMDD, as in the MRZ")]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class CanIn(_Asked):
    """The card access number."""

    can: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(description="six digits", examples=["012345"])]

    def key(self) -> AccessKey:
        return Can(self.can)


class MrzIn(_Asked):
    """The three fields of the machine-readable zone that open the chip."""

    document_number: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,22}$")] = Field(
        description="as in the MRZ, without fillers", examples=["090012345"]
    )
    birth_date: _Date = Field(examples=["900315"])
    expiry_date: _Date = Field(examples=["300315"])

    def key(self) -> AccessKey:
        return MrzKey(self.document_number, self.birth_date, self.expiry_date)


class DismissIn(_Asked):
    """Which check is meant: never the one that came after it."""

    check: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,80}$")] = Field(
        description="the check's id, from the status or the verdict", examples=["5b0c6f0e6a5e4c0f9d0f1f5f3a0f7c11"]
    )


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True)


class OutputOut(_Answered):
    """How one output is doing."""

    output: str
    reachability: Reachability
    waiting: int
    parked: int
    oldest_at: datetime | None
    delivered_at: datetime | None
    trouble: str

    @classmethod
    def of(cls, health: OutputHealth) -> OutputOut:
        return cls(
            output=health.output,
            reachability=health.reachability,
            waiting=health.waiting,
            parked=health.parked,
            oldest_at=health.oldest_at,
            delivered_at=health.delivered_at,
            trouble=health.trouble,
        )


class StatusOut(_Answered):
    """Where the kiosk stands."""

    shape: Literal["kiosk.local-status/1"] = Field("kiosk.local-status/1", serialization_alias="schema")
    kiosk: str = Field(description="the kiosk's name in the settings")
    site: str = Field(description="the site's name in its profile")
    phase: str = Field(description="idle, awaiting-card, awaiting-key, reading, completing, showing-result, …")
    check: str | None = Field(description="the id of the check under way or shown")
    faults: list[str] = Field(description="codes, as docs/failure-codes.md lists them")
    outputs: list[OutputOut] = Field(description="how each output that sends is doing")

    @classmethod
    def of(cls, status: KioskStatus) -> StatusOut:
        return cls(
            shape="kiosk.local-status/1",
            kiosk=status.kiosk,
            site=status.site,
            phase=status.phase,
            check=status.check_id or None,
            faults=list(status.faults),
            outputs=[OutputOut.of(health) for health in status.outputs],
        )


class VerdictOut(_Answered):
    """The newest verdict."""

    shape: Literal["kiosk.local-verdict/1"] = Field("kiosk.local-verdict/1", serialization_alias="schema")
    id: str = Field(description="the check's id")
    site: str = Field(description="the site's name in its profile")
    at: datetime = Field(description="when it was decided")
    verdict: Verdict = Field(description="ADMIT, ADMIT_WITH_ATTENTION, REFER or REFUSE")
    released: dict[str, Any] = Field(description="the fields that the site's profile names under [outputs] api")
    forgotten: bool = Field(description="the fields were kept as long as the settings say, and are gone")

    @classmethod
    def of(cls, told: ToldVerdict) -> VerdictOut:
        return cls(
            shape="kiosk.local-verdict/1",
            id=told.check_id,
            site=told.site,
            at=told.at,
            verdict=told.verdict,
            released=dict(told.released),
            forgotten=told.forgotten,
        )


class Problem(_Answered):
    """Why not: a word, and for a malformed request the places that are wrong, never what stood there."""

    error: str
    places: list[str] = []
