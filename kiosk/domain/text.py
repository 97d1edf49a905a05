"""A sentence for people, in Vietnamese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads: ``vi`` is shown large, ``en`` small below it."""

    vi: str
    en: str

    def filled(self, **values: object) -> Text:
        """The same sentence with its ``{placeholders}`` filled in both languages."""
        return Text(self.vi.format(**values), self.en.format(**values))
