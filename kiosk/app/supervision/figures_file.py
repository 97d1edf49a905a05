"""The file in which a kiosk tells the other kiosks of its site its figures (``kiosk.figures/1``), read strictly."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kiosk.domain.desks.supervision import MOST_KIOSKS, MOST_SHIFTS, KioskShift, Tally
from kiosk.domain.shift import HourOfShift
from kiosk.domain.verdict import Verdict

SCHEMA = "kiosk.figures/1"
PREFIX, SUFFIX = "figures-", ".json"
MAX_BYTES = 256 * 1024

Json = dict[str, Any]

_Count = Annotated[int, Field(ge=0, le=10_000_000)]
_Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
_Time = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
"""At the ends of the calendar a time cannot be shown in another zone."""
_Counts = Annotated[dict[_Code, _Count], Field(max_length=200)]


def figures_json(kiosk: str, site: str, shifts: list[KioskShift], made_at: datetime) -> Json:
    """The shape ``kiosk.figures/1``: numbers only, nobody's name, number, row or login."""
    return {
        "schema": SCHEMA,
        "kiosk": kiosk,
        "site": site,
        "made_at": made_at.isoformat(),
        "shifts": [_shift_json(shift) for shift in shifts[:MOST_SHIFTS]],
    }


def write_figures(folder: Path, kiosk: str, figures: Json) -> None:
    """Into the folder that the kiosks share; whoever reads meanwhile finds the old file or the new one.

    Raises ``OSError``.
    """
    descriptor, draft = tempfile.mkstemp(dir=folder, prefix=".figures-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(figures, file, ensure_ascii=False, indent=1)
        Path(draft).chmod(0o644)  # for the supervisor's kiosk, whoever runs it
        Path(draft).replace(folder / f"{PREFIX}{kiosk}{SUFFIX}")
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read_folder(folder: Path, but: str, site: str) -> tuple[tuple[KioskShift, ...], tuple[str, ...]]:
    """What the other kiosks of this site have told, and the names of files that are not as we write them.

    ``but`` is the kiosk that asks. A folder that cannot be read is itself what is unreadable.
    """
    try:
        files = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))[:MOST_KIOSKS]
        list(folder.iterdir())
    except OSError:
        return (), (folder.name[:60],)
    shifts: list[KioskShift] = []
    unreadable: list[str] = []
    for file in files:
        try:
            told = read_figures(file)
        except ValueError:
            unreadable.append(file.name[:60])
            continue
        shifts += [one for one in told if one.site == site and one.kiosk != but]
    return tuple(shifts), tuple(unreadable)


def read_figures(file: Path) -> tuple[KioskShift, ...]:
    """One kiosk's shifts. Raises ``ValueError`` for whatever is not as we write it, or not to be read."""
    try:
        if not file.is_file():
            raise ValueError("no regular file")
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError("larger than figures are")
        told = _File.model_validate_json(content)
    except OSError as error:
        raise ValueError(str(error.strerror)) from error
    except ValidationError as error:
        raise ValueError(f"not {SCHEMA}: {error.error_count()} fields") from None
    if file.name != f"{PREFIX}{told.kiosk}{SUFFIX}":
        raise ValueError("the file is named after another kiosk")
    return tuple(_shift_of(told, shift) for shift in told.shifts)


class _Strict(BaseModel):
    # Strict: a number in quotes is none. Times come as text in JSON all the same.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Hour(_Strict):
    begins: _Time
    checks: _Count
    admitted: _Count


class _Shift(_Strict):
    number: Annotated[int, Field(ge=1)]
    opened_at: _Time
    closed_at: _Time | None
    checks: _Count
    admitted: _Count
    overridden: _Count
    verdicts: Annotated[dict[Literal["ADMIT", "ADMIT_WITH_ATTENTION", "REFER", "REFUSE"], _Count], Field(max_length=4)]
    reasons: _Counts
    faults: _Counts
    hours: Annotated[tuple[_Hour, ...], Field(max_length=200)]
    half_seconds: Annotated[tuple[tuple[_Count, _Count], ...], Field(max_length=2000)]
    chip_reads: _Count
    chip_first_try: _Count
    face_checks: _Count
    face_retries: _Count


class _File(_Strict):
    schema_: Annotated[Literal["kiosk.figures/1"], Field(alias="schema")]
    kiosk: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    site: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,60}$")]
    made_at: _Time
    shifts: Annotated[tuple[_Shift, ...], Field(max_length=MOST_SHIFTS)]


def _shift_json(shift: KioskShift) -> Json:
    tally = shift.tally
    return {
        "number": shift.number,
        "opened_at": shift.opened_at.isoformat(),
        "closed_at": shift.closed_at.isoformat() if shift.closed_at else None,
        "checks": tally.checks,
        "admitted": tally.admitted,
        "overridden": tally.overridden,
        "verdicts": {verdict.value: count for verdict, count in tally.verdicts},
        "reasons": dict(tally.reasons[:200]),
        "faults": dict(tally.faults[:200]),
        "hours": [
            {"begins": hour.begins.isoformat(), "checks": hour.checks, "admitted": hour.admitted}
            for hour in tally.hours[-200:]
        ],
        "half_seconds": [list(one) for one in tally.times[:2000]],
        "chip_reads": tally.chip_reads,
        "chip_first_try": tally.chip_first_try,
        "face_checks": tally.face_checks,
        "face_retries": tally.face_retries,
    }


def _shift_of(told: _File, shift: _Shift) -> KioskShift:
    tally = Tally(
        checks=shift.checks,
        admitted=shift.admitted,
        overridden=shift.overridden,
        verdicts=tuple((verdict, shift.verdicts.get(verdict.value, 0)) for verdict in Verdict),
        reasons=tuple(shift.reasons.items()),
        faults=tuple(shift.faults.items()),
        hours=tuple(HourOfShift(hour.begins, hour.checks, hour.admitted) for hour in shift.hours),
        times=tuple(sorted(shift.half_seconds)),
        chip_reads=shift.chip_reads,
        chip_first_try=shift.chip_first_try,
        face_checks=shift.face_checks,
        face_retries=shift.face_retries,
    )
    return KioskShift(told.kiosk, told.site, shift.number, shift.opened_at, shift.closed_at, told.made_at, tally)
