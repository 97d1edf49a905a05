"""A person whom staff look after by hand, since chip or device is dead: found in the list, never verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import ListingAnswer
from kiosk.domain.staff import is_login
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class ByHand:
    """Somebody whom ``by`` (a login) took up without the card's chip.

    ``identity`` is what the list says of them, and so is ``answer``: nothing of it was read from a document.
    """

    identity: Identity
    answer: ListingAnswer
    by: str

    def __post_init__(self) -> None:
        if self.identity.source is not Source.LIST:
            raise ValueError("who is looked after by hand is known from the list")
        if not is_login(self.by):
            raise ValueError("a check by hand names a login and nothing else")


class Hindrance(StrEnum):
    """Why nobody can be taken up by hand now."""

    BUSY = "busy"
    NO_JOURNAL = "no-journal"
    NO_SHIFT = "no-shift"


HINDRANCES: Mapping[Hindrance, Text] = MappingProxyType(
    {
        Hindrance.BUSY: Text(
            "Đang kiểm tra một người: chờ xong, hoặc đóng lại bằng F8",
            "Somebody is being checked: wait for the end, or close it by F8",
        ),
        Hindrance.NO_JOURNAL: Text(
            "Chưa ghi được nhật ký: không thể kiểm tra thủ công", "The journal cannot be written: no check by hand"
        ),
        Hindrance.NO_SHIFT: Text("Chưa mở ca trực: mở ca bằng F4 trước", "No shift is open: open one by F4 first"),
    }
)
