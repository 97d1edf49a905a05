"""The forms in which a webhook tells of a check: our own, and the one that programs beside HN212 readers know."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kiosk.domain.desks.releasing import NEVER_EXPIRES
from kiosk.domain.identity import Source
from kiosk.domain.override import Outcome
from kiosk.domain.verdict import Verdict

SCHEMA = "kiosk.webhook/1"
DECIDED, OVERRIDDEN = "check.decided", "check.overridden"

Told = Mapping[str, Any]
"""A message as the outbox keeps it: ``check``, ``site``, ``at``, and of a verdict ``verdict``, ``source`` and the
``released`` fields, of a decision of staff ``outcome`` and ``reason``, and of an admission by staff also ``source`` and
``released`` where the form knows people only."""

ToJpeg = Callable[[bytes], bytes | None]
"""A chip's photograph (JPEG or JPEG 2000) as JPEG; ``None`` when it cannot be read."""

Form = Callable[[Told, str, str, ToJpeg], bytes | None]
"""From a message, its id and the kiosk's name to a JSON body; ``None``: this form has no word for it."""

_ADMITTED = {Verdict.ADMIT.value, Verdict.ADMIT_WITH_ATTENTION.value}
_SEXES = {"M": "Nam", "F": "Nữ"}
_NATIONS = {"VNM": "Việt Nam"}
_UNLIMITED = "Không thời hạn"

_HN212_TEXTS = {
    "id_card": "number",
    "full_name": "name",
    "race": "ethnicity",
    "religion": "religion",
    "place_of_origin": "origin",
    "place_of_residence": "residence",
    "personal_identification": "features",
    "father_name": "father",
    "mother_name": "mother",
    "wife_name": "spouse",
    "old_id_card": "old_number",
}
_HN212_DATES = {"date_of_birth": "birth_date", "date_of_issue": "issue_date", "date_of_expiry": "expiry_date"}


def own_form(message: Told, message_id: str, kiosk: str, to_jpeg: ToJpeg) -> bytes:
    """The shape ``kiosk.webhook/1`` (docs/schemas/kiosk.webhook-1.json); every verdict and every decision is told."""
    told = {
        "schema": SCHEMA,
        "event": DECIDED if "verdict" in message else OVERRIDDEN,
        "id": message_id,
        "check": message["check"],
        "kiosk": kiosk,
        "site": message["site"],
        "at": message["at"],
    }
    if "verdict" not in message:
        return _json(told | {"outcome": message["outcome"], "reason": message["reason"]})
    released = dict(message["released"])
    photo = _photo(released, to_jpeg)
    released.pop("photo", None)
    if photo:
        released["photo"] = {"encoding": "jpeg", "data": photo}
    # A message of a version that did not tell the source yet has none.
    verdict = {"verdict": message["verdict"], "source": message.get("source", "")}
    return _json(told | verdict | {"released": released})


def hn212_form(message: Told, message_id: str, kiosk: str, to_jpeg: ToJpeg) -> bytes | None:
    """The seventeen fields of the JTH webhook for an HN212 reader, each a text, empty where it is not released.

    The form knows cards and no verdicts: whoever listens takes each for a person who was received, and every field for
    what a chip said. So only people who were admitted with a chip that was read are told, be it by the machine or by
    staff, and only where the number is released.
    """
    released: Mapping[str, Any] = message.get("released", {})
    came_in = message.get("verdict") in _ADMITTED or message.get("outcome") == Outcome.ADMITTED
    if not came_in or message.get("source") != Source.CHIP or not released.get("number"):
        return None
    texts = {name: str(released.get(field, "")) for name, field in _HN212_TEXTS.items()}
    dates = {name: _day(released.get(field, "")) for name, field in _HN212_DATES.items()}
    nationality = str(released.get("nationality", ""))
    return _json(
        {
            **texts,
            **dates,
            "gender": _SEXES.get(released.get("sex", ""), ""),
            "nationality": _NATIONS.get(nationality, nationality),
            "id_img": _photo(released, to_jpeg),
        }
    )


FORMS: Mapping[str, Form] = {"kiosk": own_form, "hn212": hn212_form}


def _photo(released: Mapping[str, Any], to_jpeg: ToJpeg) -> str:
    """Base64 of the JPEG: receivers do not read the JPEG 2000 of chips."""
    photo = released.get("photo")
    if not photo:
        return ""
    jpeg = to_jpeg(base64.b64decode(photo["data"]))
    return base64.b64encode(jpeg).decode("ascii") if jpeg else ""


def _day(written: str) -> str:
    """As on the card: ``15/03/1990``."""
    if written == NEVER_EXPIRES:
        return _UNLIMITED
    return f"{date.fromisoformat(written):%d/%m/%Y}" if written else ""


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
