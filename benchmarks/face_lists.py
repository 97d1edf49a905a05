"""Lists of pairs before they are measured: whose pictures they name, which are there, and how many are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kiosk.biometric.evaluation.pairs import Pair

SUFFIXES = (".jpg", ".jpeg", ".png", ".JPG", ".pgm", ".ppm", ".bmp", ".webp")


class UnavailableError(Exception):
    """Why an engine or a library, or anything at all, is not measured here."""


def pictures_of(pairs: Sequence[Pair]) -> list[str]:
    return sorted({path for pair in pairs for path in (pair.first, pair.second)})


def as_found(images: Path, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs with each picture's name as it is in the folder: LFW's lists say .jpg, copies of LFW have other kinds.

    Raises ``UnavailableError`` where not one picture of the list is there, which is a wrong folder or a wrong list.
    """
    names = {path: name_in(images, path) for path in pictures_of(pairs)}
    if not any(names.values()):
        raise UnavailableError(
            f"none of the {len(names)} pictures of the list is in {images}: is it the folder of people?"
        )
    return tuple(
        replace(pair, first=names[pair.first] or pair.first, second=names[pair.second] or pair.second) for pair in pairs
    )


def name_in(images: Path, path: str) -> str | None:
    """The name under which this picture is in the folder; ``None`` where it is not."""
    tried = (path, *(str(PurePosixPath(path).with_suffix(suffix)) for suffix in SUFFIXES))
    return next((name for name in tried if (images / name).is_file()), None)


def sides(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    return [pair.first for pair in pairs], [pair.second for pair in pairs]


def people_of(pairs: Sequence[Pair]) -> dict[str, str] | None:
    """Who is on each picture, by its folder; ``None`` where that contradicts a single pair."""
    people = {path: str(PurePosixPath(path).parent) for path in pictures_of(pairs)}
    agrees = all((people[pair.first] == people[pair.second]) == pair.same for pair in pairs)
    return people if agrees else None


def limited(pairs: tuple[Pair, ...], limit: int | None) -> tuple[Pair, ...]:
    """Every n-th pair, so that all folds and both kinds stay."""
    if limit is None or limit >= len(pairs):
        return pairs
    step = len(pairs) / max(limit, 1)
    return tuple(pairs[int(at * step)] for at in range(max(limit, 1)))
