"""What a person is told and asked before anything of their card is read, where the site's rules want it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class ConsentNotice:
    """The site's notice (Law 91/2025/QH15 on personal data asks for purpose, data and an act of one's own will).

    ``purpose`` and ``kept`` are a sentence each, ``data`` the kinds of data that are used. Whoever does not agree goes
    to the staff's desk and is served there: agreeing is never the only way.
    """

    purpose: Text
    data: tuple[Text, ...]
    kept: Text
