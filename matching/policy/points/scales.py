"""Scales: how many points one factor gives, as an interval where it is not stated."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import NamedTuple, Protocol

from matching.codes import Outcome

Answer = str | int | float | bool | frozenset[str] | None  # None: not stated


class Interval(NamedTuple):
    """The fewest and the most points that what is stated allows."""

    low: int
    high: int

    def plus(self, other: "Interval") -> "Interval":
        """Add the points of another factor."""
        return Interval(self.low + other.low, self.high + other.high)

    def hull(self, other: "Interval") -> "Interval":
        """Return the least interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def capped(self, cap: int) -> "Interval":
        """Let nothing pass a cap."""
        return Interval(min(self.low, cap), min(self.high, cap))

    def reaches(self, threshold: int) -> Outcome:
        """Say whether the points are certain to reach a threshold, certain not to, or neither."""
        if self.low >= threshold:
            return Outcome.MET
        return Outcome.NOT_MET if self.high < threshold else Outcome.UNKNOWN


NOTHING = Interval(0, 0)


def total(parts: Iterable[Interval]) -> Interval:
    """Add up the points of several factors."""
    whole = NOTHING
    for part in parts:
        whole = whole.plus(part)
    return whole


class Scale(Protocol):
    """What one factor is worth."""

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        ...

    def points(self, answer: Answer) -> Interval:
        """Return what an answer gives; all of ``range`` where there is none."""
        ...


class Band(NamedTuple):
    """Numbers from ``ge`` on, up to but without ``lt``; a missing bound is open."""

    ge: int | None
    lt: int | None
    points: int

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int | float):
            return False
        return (self.ge is None or self.ge <= number) and (self.lt is None or number < self.lt)


@dataclass(frozen=True, slots=True)
class Bands:
    """Points by the band in which a number lies; the bands touch and leave nothing out."""

    bands: tuple[Band, ...]

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        worth = [band.points for band in self.bands]
        return Interval(min(worth), max(worth))

    def points(self, answer: Answer) -> Interval:
        """Return what a number gives."""
        if answer is None:
            return self.range
        worth = next(band.points for band in self.bands if answer in band)
        return Interval(worth, worth)


@dataclass(frozen=True, slots=True)
class Steps:
    """Nothing below ``start``, there ``at`` points, and ``step`` more for each whole further one.

    Never more than ``top``.
    """

    start: int
    at: int
    step: int
    top: int

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        return Interval(0, self.top)

    def points(self, answer: Answer) -> Interval:
        """Return what a number gives."""
        if not isinstance(answer, int | float):
            return self.range
        if answer < self.start:
            return NOTHING
        worth = min(self.top, self.at + self.step * floor(answer - self.start))
        return Interval(worth, worth)


@dataclass(frozen=True, slots=True)
class Words:
    """Points by one word; a word of which the table says nothing may give any of them."""

    worth: Mapping[str, int]

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        return Interval(min(self.worth.values()), max(self.worth.values()))

    def points(self, answer: Answer) -> Interval:
        """Return what a word gives."""
        worth = self.worth.get(answer) if isinstance(answer, str) else None
        return self.range if worth is None else Interval(worth, worth)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """So many points for any one of some words, and no more for several."""

    words: frozenset[str]
    worth: int

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        return Interval(0, self.worth)

    def points(self, answer: Answer) -> Interval:
        """Return what a set of words gives."""
        if not isinstance(answer, Collection):
            return self.range
        worth = 0 if self.words.isdisjoint(answer) else self.worth
        return Interval(worth, worth)


@dataclass(frozen=True, slots=True)
class Granted:
    """Points that an authority gives as it sees fit: the answer is their number."""

    low: int
    high: int

    @property
    def range(self) -> Interval:
        """The fewest and most points that it can give."""
        return Interval(self.low, self.high)

    def points(self, answer: Answer) -> Interval:
        """Return what was granted."""
        return Interval(answer, answer) if isinstance(answer, int) else self.range
