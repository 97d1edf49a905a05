"""Layouts that are made once and kept: laying a caption out costs far more than painting it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Layout = TypeVar("_Layout")

MOST = 4
"""A row of buttons changes between few arrangements, as one or the other is hidden."""


class Kept(Generic[_Layout]):
    """The layouts that were asked for last, by what they depend on: of our own captions, nothing of a person."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, _Layout] = OrderedDict()

    def get(self, depends_on: Hashable, make: Callable[[], _Layout]) -> _Layout:
        """The layout for this, made now unless it is one of the last few."""
        if depends_on in self._made:
            self._made.move_to_end(depends_on)
            return self._made[depends_on]
        made = self._made[depends_on] = make()
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return made

    def forget(self) -> None:
        self._made.clear()
