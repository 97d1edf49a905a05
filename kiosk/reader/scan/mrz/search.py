"""The likeliest first: combinations of independent choices in the order of their likelihood."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of one place, or of several together; ``likelihood`` is a logarithm, 0 is certain."""

    text: str
    likelihood: float


def best_first(places: Sequence[Sequence[Choice]], most: int) -> Iterator[Choice]:
    """Up to ``most`` combinations of one choice a place, their texts joined, in falling order of likelihood.

    Each place's choices must come in falling order themselves; no combination comes when a place has none.
    """
    if not all(places):
        return
    # A place with one choice never changes.
    open_places = [place for place, choices in enumerate(places) if len(choices) > 1]
    waiting = [(-sum(choices[0].likelihood for choices in places), 0, (0,) * len(places))]
    for _ in range(most):
        if not waiting:
            return
        unlikely, changed, at = heapq.heappop(waiting)
        yield Choice("".join([choices[index].text for choices, index in zip(places, at, strict=True)]), -unlikely)
        # Changing no place before the last changed one makes each combination once.
        for number in range(changed, len(open_places)):
            place = open_places[number]
            choices, index = places[place], at[place]
            if index + 1 < len(choices):
                step = choices[index].likelihood - choices[index + 1].likelihood
                heapq.heappush(waiting, (unlikely + step, number, (*at[:place], index + 1, *at[place + 1 :])))
