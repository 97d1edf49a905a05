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
    first = (0,) * len(places)
    waiting = [(-sum(choices[0].likelihood for choices in places), first)]
    known = {first}
    for _ in range(most):
        if not waiting:
            return
        unlikely, at = heapq.heappop(waiting)
        text = "".join(choices[index].text for choices, index in zip(places, at, strict=True))
        yield Choice(text, -unlikely)
        for place, index in enumerate(at):
            choices = places[place]
            if index + 1 == len(choices):
                continue
            following = (*at[:place], index + 1, *at[place + 1 :])
            if following not in known:
                known.add(following)
                step = choices[index].likelihood - choices[index + 1].likelihood
                heapq.heappush(waiting, (unlikely + step, following))
