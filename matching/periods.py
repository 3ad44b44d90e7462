"""Count the months of posts whose dates may be known to the year or the month only."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from matching.profiles import Employment

YEAR, MONTH = 4, 7  # lengths of YYYY and YYYY-MM


class Reading(Enum):
    """How a date without its day, or without its month, is read."""

    SHORTEST = "shortest"  # it starts at the last day possible and ends at the first
    USUAL = "usual"  # its months count whole; a bare year is read as the shortest
    LONGEST = "longest"  # it starts at the first day possible and ends at the last


def months_worked(posts: Iterable[Employment], *, day: date, reading: Reading) -> int:
    """Return the whole months of the posts up to ``day``, overlaps counted once.

    A post without a start counts nothing, one without an end lasts until ``day``. Days left over
    of several posts make a month for each 31 of them.
    """
    months, days = 0, 0
    for start, end in _merged(_days_of(post, day, reading) for post in posts):
        whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
        months += whole
        days += (end - _months_after(start, whole)).days
    return months + days // 31


def _days_of(post: Employment, day: date, reading: Reading) -> tuple[date, date]:
    """Return the first day and the day after the last; equal where nothing is known or left."""
    if post.start is None:
        return day, day
    start = _first_day(post.start) if _is_wide(post.start, reading) else _last_day(post.start)
    if post.end is None:
        return start, day
    last = _last_day(post.end) if _is_wide(post.end, reading) else _first_day(post.end)
    return start, min(day, last + timedelta(days=1))


def _is_wide(partial: str, reading: Reading) -> bool:
    if reading is Reading.USUAL:
        return len(partial) > YEAR
    return reading is Reading.LONGEST


@lru_cache(maxsize=10_000)
def _first_day(partial: str) -> date:
    return date.fromisoformat(partial + "-01-01"[len(partial) - YEAR :])


@lru_cache(maxsize=10_000)
def _last_day(partial: str) -> date:
    if len(partial) > MONTH:
        return date.fromisoformat(partial)
    first = _first_day(partial if len(partial) == MONTH else f"{partial}-12")
    return first.replace(day=monthrange(first.year, first.month)[1])


def _merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
