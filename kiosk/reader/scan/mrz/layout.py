"""What may stand where in the lines, and the likeliest text in which every check digit holds.

A character is never changed because another one looks nicer: among all texts that the layout allows and whose check
digits hold, the one that is likeliest by what was seen is taken, and only if it costs little and the next such text
costs far more. Two repairs that are about as good are no repair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kiosk.reader.codes.mrz import VIETNAM, Mrz, MrzFormat, check_digit, parse_mrz
from kiosk.reader.scan.mrz.recogniser import CHARACTERS
from kiosk.reader.scan.mrz.search import Choice, best_first
from kiosk.reader.scan.mrz.states import is_state

Floats = npt.NDArray[np.float32]

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER = "<"

DEEPEST = 12.0
"""How much less likely than the best a character may be and still be tried: rivals must be found, however unlikely."""

ENOUGH = 6.0
"""Texts that cost so much more than a possible one are no rivals worth looking for."""

FIELD_TRIES = 400
TEXT_TRIES = 150

MOST_COST = 8.0
"""What all repairs together may cost; an honest confusion costs 1 to 4."""

MOST_CHANGE = 5.0
"""What the repair of one character may cost: what was seen clearly is not another character."""

LEAST_MARGIN = 4.0
"""How much the next text whose check digits hold must cost more."""

RARE = 3.0
"""How much less likely a letter is than a digit in optional data, before anything is seen: «0» and «U» count the same
in a check digit, and under a lamp's image they look alike."""

ALONE_COST = 0.5
"""What all repairs may cost where one frame is to be enough: none, but for a character seen as likely as another."""

ALONE_MARGIN = 5.0
"""How much the next text must cost more then."""

ALONE_CERTAINTY = 0.85
"""How likely the characters of each line with check digits must be then, on average."""

HOPELESS = -40.0
"""Texts less likely are not looked at."""

_DATE = re.compile(r"(?:[0-9]{2}|<<)(?:0[0-9]|1[0-2]|<<)(?:[0-2][0-9]|3[01]|<<)")
_NAME = re.compile(r"[A-Z]+(?:<{1,2}[A-Z]+)*<*")

_VN_HEAD = "ID" + VIETNAM
_VN_TAIL = VIETNAM + FILLER * 11


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines as one string, and how far they can be relied on.

    ``cost`` is what all repairs took, ``worst`` the dearest of them, ``margin`` what the next possible text would cost
    more, logarithms of likelihoods; ``certainty`` of each line is the mean likelihood of its characters, 0 to 1. The
    name has no check digit: ``name_margin`` is how much less likely its least sure letter's runner-up is.
    """

    text: str = field(repr=False)
    columns: int
    cost: float
    worst: float
    margin: float
    certainty: tuple[float, ...]
    name_margin: float

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text[at : at + self.columns] for at in range(0, len(self.text), self.columns))

    @property
    def holds(self) -> bool:
        """Whether number, dates, states and sex may be relied on; the name never may by one frame alone."""
        return self.cost <= MOST_COST and self.worst <= MOST_CHANGE and self.margin >= LEAST_MARGIN

    @property
    def certain(self) -> bool:
        """Whether one frame is enough for what ``holds`` says: seen clearly, nothing repaired, no other text near."""
        lines = self.certainty[:2] if self.columns == 30 else self.certainty[1:]
        return self.cost <= ALONE_COST and self.margin >= ALONE_MARGIN and min(lines) >= ALONE_CERTAINTY

    @property
    def mrz(self) -> Mrz:
        return parse_mrz(self.text)


@dataclass(frozen=True, slots=True)
class _Field:
    """What a part of the text may be, the likeliest first; whatever is not listed is no likelier than ``beyond``."""

    choices: Sequence[Choice]
    beyond: float = -DEEPEST


class _Places:
    """The choices of each place, from the likelihoods rows × columns × 37."""

    def __init__(self, likelihoods: Floats) -> None:
        self.seen: Floats = likelihoods - likelihoods.max(axis=2, keepdims=True)
        order = np.argsort(-self.seen, axis=2)
        # Lists: what follows looks at single numbers, which arrays give out slowly.
        self._order: list[list[list[int]]] = order.tolist()
        self._falling: list[list[list[float]]] = np.take_along_axis(self.seen, order, axis=2).tolist()

    def choices(self, row: int, column: int, allowed: str, again: tuple[int, int] | None = None) -> list[Choice]:
        """The characters of one place, the likeliest first; ``again`` is a place where the same one stands."""
        if again is None:
            return _allowed(self._order[row][column], self._falling[row][column], allowed, -DEEPEST)
        both = self.seen[row, column] + self.seen[again]
        order = np.argsort(-both)
        return _allowed(order.tolist(), both[order].tolist(), allowed, -2 * DEEPEST)

    def stretch(self, row: int, start: int, end: int, allowed: str) -> list[list[Choice]]:
        return [self.choices(row, column, allowed) for column in range(start, end)]

    def optional(self, row: int, start: int, end: int) -> list[list[Choice]]:
        """Places of optional data, where letters are rare."""
        return [_rarely_letters(self.choices(row, column, CHARACTERS)) for column in range(start, end)]

    def field(self, row: int, column: int, allowed: str) -> _Field:
        return _Field(self.choices(row, column, allowed))

    def fixed(self, row: int, start: int, text: str) -> _Field:
        """This text, as likely as it is; no layout has another there."""
        at = [CHARACTERS.index(char) for char in text]
        return _Field([Choice(text, float(self.seen[row, range(start, start + len(text)), at].sum()))], HOPELESS)


def _allowed(order: Sequence[int], falling: Sequence[float], allowed: str, deepest: float) -> list[Choice]:
    """Of characters in falling order of likelihood those that are allowed, down to ``deepest``; one at least."""
    found: list[Choice] = []
    for at, likelihood in zip(order, falling, strict=True):
        if found and likelihood <= deepest:
            break
        if CHARACTERS[at] in allowed:
            found.append(Choice(CHARACTERS[at], likelihood))
    return found


def _rarely_letters(choices: Sequence[Choice]) -> list[Choice]:
    weighed = [Choice(one.text, one.likelihood - RARE * (one.text in LETTERS)) for one in choices]
    return sorted(weighed, key=lambda one: -one.likelihood)


def _field(
    places: Sequence[Sequence[Choice]], allowed: Callable[[str], bool] = lambda text: True, floor: float = HOPELESS
) -> _Field:
    """The likeliest texts of these places that are allowed, none below ``floor``."""
    found: list[Choice] = []
    tried, last = 0, -DEEPEST
    for one in best_first(places, FIELD_TRIES):
        tried, last = tried + 1, one.likelihood
        if last < (found[0].likelihood - ENOUGH if found else floor):
            return _Field(found, last)
        if allowed(one.text):
            found.append(one)
    # Fewer than the tries: all that was offered was looked at.
    return _Field(found, last if tried == FIELD_TRIES else -DEEPEST)


def read_lines(likelihoods: Floats) -> Reading | None:
    """The likeliest text of a grid of 3 × 30, 2 × 36 or 2 × 44; ``None`` where no check digits hold together."""
    places = _Places(likelihoods)
    rows, columns = likelihoods.shape[:2]
    if columns == 30:
        vietnamese = _vietnamese(places)
        found = [vietnamese, _td1(places, vietnamese.text.likelihood - ENOUGH if vietnamese else HOPELESS)]
        name_at = (2, 0, 30)
    else:
        found = [_two_lines(places, columns)]
        name_at = (0, 5, columns)
    # The two layouts of a TD1 are rivals too: what one reads counts against the other.
    possible = sorted((one for one in found if one is not None), key=lambda one: -one.text.likelihood)
    if not possible:
        return None
    chosen = possible[0]
    rival = max([chosen.rival, *(other.text.likelihood for other in possible[1:])])
    name, name_margin = _name(places, *name_at)
    checked = chosen.text.text
    text = checked + name if columns == 30 else checked[:5] + name + checked[5:]
    at = np.array([CHARACTERS.index(char) for char in text]).reshape(rows, columns, 1)
    lost = -np.take_along_axis(places.seen, at, axis=2)[..., 0]
    lost[name_at[0], name_at[1] : name_at[2]] = 0.0
    chances = np.exp(likelihoods - np.log(np.exp(likelihoods).sum(axis=2, keepdims=True)))
    certainty = np.take_along_axis(chances, at, axis=2)[..., 0].mean(axis=1)
    return Reading(
        text=text,
        columns=columns,
        cost=float(lost.sum()),
        worst=float(lost.max()),
        margin=chosen.text.likelihood - rival,
        certainty=tuple(float(one) for one in certainty),
        name_margin=name_margin,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The likeliest text of the lines with check digits, and the most that any other one's likelihood can be."""

    text: Choice
    rival: float


def _whole(
    fields: Sequence[_Field], arranged: Callable[[str], str], holds: Callable[[str], bool], floor: float = HOPELESS
) -> _Found | None:
    """The likeliest combination of the fields that holds, once they are put in the order of the lines."""
    if not all(one.choices for one in fields):
        return None
    firsts = sum(one.choices[0].likelihood for one in fields)
    if firsts < floor:
        return None
    unlisted = max(firsts - one.choices[0].likelihood + one.beyond for one in fields)
    best: Choice | None = None
    tried, last = 0, floor
    for one in best_first([one.choices for one in fields], TEXT_TRIES):
        tried, last = tried + 1, one.likelihood
        if last < (floor if best is None else best.likelihood - ENOUGH):
            break
        text = arranged(one.text)
        if holds(text):
            if best is not None:
                break
            best = Choice(text, last)
    else:
        last = last if tried == TEXT_TRIES else floor
    return None if best is None else _Found(best, max(last, unlisted))


def _vietnamese(places: _Places) -> _Found | None:
    """Vietnam's ID card: the number stands twice, VNM in both lines, all else is digits or fillers."""
    printed = [places.fixed(0, 0, _VN_HEAD), places.fixed(0, 27, FILLER * 2), places.fixed(1, 15, _VN_TAIL)]
    if sum(one.choices[0].likelihood for one in printed) < HOPELESS:
        return None
    nine = [places.choices(0, 5 + at, DIGITS, again=(0, 18 + at)) for at in range(9)]
    number = _field(
        [*nine, places.choices(0, 14, DIGITS), *places.stretch(0, 15, 18, DIGITS), places.choices(0, 29, DIGITS)],
        lambda text: check_digit(text[:9]) == text[9] and check_digit(text[10:13] + text[:9] + FILLER * 2) == text[13],
    )
    fields = [
        printed[0],
        number,
        printed[1],
        _date(places, 1, 0, DIGITS),
        places.field(1, 7, "MF"),
        _date(places, 1, 8, DIGITS),
        printed[2],
        places.field(1, 29, DIGITS),
    ]

    def arranged(text: str) -> str:
        nine, first, three, second = text[5:14], text[14], text[15:18], text[18]
        return text[:5] + nine + first + three + nine + text[19:21] + second + text[21:]

    return _whole(fields, arranged, lambda text: not parse_mrz(text + FILLER * 30).wrong_check_digits)


def _td1(places: _Places, floor: float) -> _Found | None:
    """Any other TD1 (ICAO Doc 9303-5 §4.2.2), unless all are less likely than ``floor``."""
    state = _state(places, 0, 2, but=VIETNAM, floor=floor)
    if not state.choices:
        return None
    fields = [
        _code(places, 0),
        state,
        _number(places, 0, 5, 30),
        _date(places, 1, 0, DIGITS + FILLER),
        places.field(1, 7, "MF<"),
        _date(places, 1, 8, DIGITS + FILLER),
        _state(places, 1, 15),
        _field(places.optional(1, 18, 29)),
        places.field(1, 29, DIGITS),
    ]

    return _whole(fields, lambda text: text, lambda text: not parse_mrz(text + FILLER * 30).wrong_check_digits, floor)


def _two_lines(places: _Places, columns: int) -> _Found | None:
    """TD2 (ICAO Doc 9303-6 §4.2.2) and TD3 (Doc 9303-4 §4.2.2); the name is left out of the text."""
    form = MrzFormat.TD2 if columns == 36 else MrzFormat.TD3
    fields = [
        _code(places, 0),
        _state(places, 0, 2),
        _field([*places.stretch(1, 0, 9, CHARACTERS), places.choices(1, 9, DIGITS + FILLER)], _nine_or_longer(form)),
        _state(places, 1, 10),
        _date(places, 1, 13, DIGITS + FILLER),
        places.field(1, 20, "MF<"),
        _date(places, 1, 21, DIGITS + FILLER),
        _field(places.optional(1, 28, columns - 1)),
        places.field(1, columns - 1, DIGITS),
    ]

    def holds(text: str) -> bool:
        return not parse_mrz(text[:5] + FILLER * (columns - 5) + text[5:]).wrong_check_digits

    return _whole(fields, lambda text: text, holds)


def _date(places: _Places, row: int, start: int, allowed: str) -> _Field:
    """Six characters of a date, of which day and month may be unknown, and their check digit."""
    stretch = [*places.stretch(row, start, start + 6, allowed), places.choices(row, start + 6, DIGITS)]
    return _field(stretch, lambda text: _DATE.fullmatch(text[:6]) is not None and check_digit(text[:6]) == text[6])


def _code(places: _Places, row: int) -> _Field:
    """The document code: A, C, I or P, and a letter or filler (ICAO Doc 9303-4 to -6)."""
    return _field([places.choices(row, 0, "ACIP"), places.choices(row, 1, LETTERS + FILLER)])


def _state(places: _Places, row: int, start: int, but: str = "", floor: float = HOPELESS) -> _Field:
    stretch = places.stretch(row, start, start + 3, LETTERS + FILLER)
    return _field(stretch, lambda text: is_state(text.rstrip(FILLER)) and text != but, floor)


def _number(places: _Places, row: int, start: int, end: int) -> _Field:
    """Document number, its check digit and what follows it, where longer numbers go on."""
    stretch = [*places.stretch(row, start, start + 10, CHARACTERS), *places.optional(row, start + 10, end)]
    stretch[9] = places.choices(row, start + 9, DIGITS + FILLER)

    def allowed(text: str) -> bool:
        if text[9] != FILLER:
            return check_digit(text[:9]) == text[9]
        rest = text[10:].partition(FILLER)[0]
        return len(rest) >= 2 and check_digit(text[:9] + rest[:-1]) == rest[-1]

    return _field(stretch, allowed)


def _nine_or_longer(form: MrzFormat) -> Callable[[str], bool]:
    """A TD2's number may go on in the optional data, which is looked at when the whole line is; a TD3's may not."""

    def allowed(text: str) -> bool:
        return check_digit(text[:9]) == text[9] or (form is MrzFormat.TD2 and text[9] == FILLER)

    return allowed


def _name(places: _Places, row: int, start: int, end: int) -> tuple[str, float]:
    """The name's likeliest text, and how sure its least sure character is; 0 where it is no name at all."""
    stretch = places.stretch(row, start, end, LETTERS + FILLER)
    text = "".join(choices[0].text for choices in stretch)
    gaps = (-choices[1].likelihood + choices[0].likelihood if len(choices) > 1 else DEEPEST for choices in stretch)
    return text, min(gaps) if _NAME.fullmatch(text) else 0.0
