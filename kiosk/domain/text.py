"""A sentence for people, in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads: ``vi`` and ``en`` say the same.

    ``origin`` remembers the sentence that was filled, so that a third language can fill its own; it is no part of
    what the text says.
    """

    vi: str
    en: str
    origin: Filled | None = field(default=None, repr=False, compare=False)

    def filled(self, **values: object) -> Text:
        """The same sentence with its ``{placeholders}`` filled; a ``Text`` goes in in each language's own words."""
        vi = {name: value.vi if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.vi.format(**vi), self.en.format(**en), Filled(self, values))


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its gaps, and what was put into them."""

    sentence: Text
    values: Mapping[str, object] = field(repr=False)
