"""The states whose documents the training authority issues."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """An issuing state: its code in the MRZ and its code in certificates, which need not be two letters of one word."""

    state: str
    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{1,3}", self.state) or not re.fullmatch(r"[A-Z]{2}", self.code):
            raise ValueError("a state has up to three capital letters in the MRZ and two in certificates")

    @property
    def document_types(self) -> tuple[str, ...]:
        """First letters of the MRZ of its documents (ICAO Doc 9303-12 §7.1.1.6)."""
        return ("ID",) if self == VIETNAM else ("P", "I")


VIETNAM = Country("VNM", "VN")
