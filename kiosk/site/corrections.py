"""What cards say otherwise than the list: a file that the list's owner can apply, with the fields a site lets out."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field as hidden
from datetime import datetime
from pathlib import Path

from kiosk.domain.authenticity import AuthenticityState
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.record import CheckRecord
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.domain.verdict import Verdict

HEADER = ("Thời điểm", "Mã", "Trường", "Trong danh sách", "Trên thẻ", "Chữ ký trên thẻ")
FIELDS = {
    "number": "Số định danh",
    "old_number": "Số CMND cũ",
    "name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
}
"""The fields as the file names them."""

MAX_BYTES = 64 << 20

_VERIFIED = {
    AuthenticityState.CHAIN_TRUSTED.value: "đã xác minh cơ quan cấp",
    AuthenticityState.DS_PINNED.value: "đã xác minh người ký",
    AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN.value: "nguyên vẹn, chưa xác minh cơ quan cấp",
}
_SURELY_THEIRS = frozenset({Admission.EXPECTED, Admission.ALREADY_ADMITTED, Admission.RE_ENTERING})
_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one row; ``key`` is the site's own name for the row."""

    key: str
    field: str
    listed: str = hidden(repr=False)
    on_card: str = hidden(repr=False)


def corrections_of(
    record: CheckRecord, identity: Identity | None, answer: ListingAnswer, released: Collection[str]
) -> tuple[Correction, ...]:
    """What a check teaches about the list: nothing unless a chip with intact data was read, the person was admitted,
    and the row is surely theirs."""
    admitted = record.verdict.severity < Verdict.REFER.severity
    sure = answer.admission in _SURELY_THEIRS and answer.listing is not None
    if identity is None or identity.source is not Source.CHIP or not admitted or not sure:
        return ()
    if record.authenticity not in _VERIFIED:
        return ()
    listing, card = answer.listing, _card(identity)
    assert listing is not None
    # A row that was found by the old number learns the new one.
    fields = (*answer.differences, *(["number"] if identity.number and not listing.number else []))
    listed = {
        "number": listing.number,
        "old_number": listing.old_number,
        "name": listing.name,
        "birth_date": listing.birth_date,
        "sex": "",
    }
    return tuple(
        Correction(listing.key, name, listed[name], card[name]) for name in fields if name in released and card[name]
    )


class CorrectionsFile:
    """The file, which grows by a line for each field that differs, and by none twice; meant for one thread.

    Lines hold personal data: the file belongs to the kiosk's user alone.
    """

    def __init__(self, path: Path, released: Collection[str]) -> None:
        self._path = path
        self._released = frozenset(released)
        self._known: set[tuple[str, str, str]] | None = None

    def note(self, record: CheckRecord, identity: Identity | None, answer: ListingAnswer) -> int:
        """Write what is new; how many lines. Raises ``OSError``."""
        found = corrections_of(record, identity, answer, self._released)
        if not found:
            return 0
        if self._known is None:
            self._known = _known(self._path)
        new = [one for one in found if (one.key, FIELDS[one.field], safe_cell(one.on_card)) not in self._known]
        if not new or (self._path.exists() and self._path.stat().st_size > MAX_BYTES):
            return 0
        verified = _VERIFIED[record.authenticity]
        lines = [
            (_time(record.decided_at), one.key, FIELDS[one.field], one.listed, one.on_card, verified) for one in new
        ]
        _append(self._path, [tuple(map(safe_cell, line)) for line in lines])
        self._known.update((one.key, FIELDS[one.field], safe_cell(one.on_card)) for one in new)
        return len(new)


def _card(identity: Identity) -> dict[str, str]:
    return {
        "number": identity.number,
        "old_number": identity.old_number,
        "name": identity.name or identity.mrz_name,
        "birth_date": f"{identity.birth_date:%d/%m/%Y}" if identity.birth_date else "",
        "sex": _SEXES.get(identity.sex, ""),
    }


def _append(path: Path, lines: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        if os.fstat(descriptor).st_size == 0:
            file.write("\ufeff")  # without it, spreadsheet programs take the text for another encoding
            writer.writerow(HEADER)
        writer.writerows(lines)
        file.flush()
        os.fsync(file.fileno())


def _known(path: Path) -> set[tuple[str, str, str]]:
    """What stands in the file already; a file that somebody changed is only added to."""
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            return {(row[1], row[2], row[4]) for row in csv.reader(file, delimiter=";") if len(row) == len(HEADER)}
    except (FileNotFoundError, csv.Error):
        return set()


def safe_cell(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _time(at: datetime) -> str:
    return at.astimezone().isoformat(timespec="minutes")
