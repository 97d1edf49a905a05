"""On which line of a TOML file a key stands: the parser of the standard library gives values without places."""

from __future__ import annotations

import re
from collections import Counter

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\- ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")
_PART = re.compile(r"([\w-]+)(?:\[([0-9]+)\]| ([0-9]+)(?![\w-]))?")


def line_of(text: str, key: str) -> int | None:
    """The line of a key such as ``words.staff.en``, ``list.place[2].vi`` or ``override.reasons 2.vi``.

    Without a line of its own it has that of what holds it, as keys inside braces do; ``None`` when not even its first
    part stands in the text.
    """
    lines = _lines(text)
    parts = [f"{name}[{first or second}]" if first or second else name for name, first, second in _PART.findall(key)]
    for length in range(len(parts), 0, -1):
        for form in (".".join(parts[:length]), ".".join(parts[:length]).removesuffix("]").rpartition("[")[0]):
            if form and form in lines:
                return lines[form]
    return None


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if begins := _TABLE.match(line):
            name = re.sub(r"\s*\.\s*", ".", begins[2])
            found.setdefault(name, number)
            if begins[1] == "[[":
                counts[name] += 1
                name = f"{name}[{counts[name]}]"
            found.setdefault(name, number)
            parent = name.rpartition(".")[0]
            while parent:
                found.setdefault(parent, number)
                parent = parent.rpartition(".")[0]
            table = f"{name}."
        elif given := _KEY.match(line):
            found.setdefault(table + re.sub(r"\s*\.\s*", ".", given[1]), number)
    return found
