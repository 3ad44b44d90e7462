from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.periods import Reading, months_worked
from matching.profiles import Employment

DAY = date(2026, 1, 15)


def months(*spans: tuple[str | None, str | None], reading: Reading = Reading.USUAL) -> int:
    posts = [Employment(start=start, end=end) for start, end in spans]
    return months_worked(posts, day=DAY, reading=reading)


@pytest.mark.parametrize(
    ("start", "end", "shortest", "usual", "longest"),
    [
        ("2020-01-15", "2025-01-14", 60, 60, 60),
        ("2020-01-15", "2025-01-13", 59, 59, 59),
        ("2020-01-15", None, 72, 72, 72),
        ("2020-01-16", None, 71, 71, 71),
        ("2020-01", "2022-12", 34, 36, 36),
        ("2019", "2022", 24, 24, 48),
        ("2019", "2019", 0, 0, 12),
        ("2025-12-31", "2030", 0, 0, 0),
        ("2027", None, 0, 0, 0),
        ("2024-03", "2023-01", 0, 0, 0),
        ("2024-01-31", "2024-02-29", 1, 1, 1),
        (None, "2024", 0, 0, 0),
        ("2024-02", "2024-02", 0, 1, 1),
    ],
)
def test_partial_dates_are_read_three_ways(
    start: str | None, end: str | None, shortest: int, usual: int, longest: int
) -> None:
    read = {reading: months((start, end), reading=reading) for reading in Reading}
    assert list(read.values()) == [shortest, usual, longest]


def test_overlaps_count_once_and_gaps_not_at_all() -> None:
    assert months(("2020-01", "2020-12"), ("2020-07", "2021-06")) == 18
    assert months(("2020-01", "2020-06"), ("2020-07", "2020-12")) == 12
    assert months(("2020-01", "2020-06"), ("2021-01", "2021-06")) == 12
    assert months(("2020-01", "2023-12"), ("2021-01", "2021-02")) == 48


def test_days_left_over_make_months() -> None:
    assert months(("2020-01-01", "2020-01-16"), ("2021-01-01", "2021-01-14")) == 0
    assert months(("2020-01-01", "2020-01-16"), ("2021-01-01", "2021-01-15")) == 1


DATES = st.dates(date(2000, 1, 1), date(2030, 1, 1)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(st.lists(st.tuples(DATES, st.none() | DATES), max_size=4), st.randoms())
def test_the_readings_are_in_order_whatever_the_posts(
    spans: list[tuple[str, str | None]], shuffle: Random
) -> None:
    read = [months(*spans, reading=reading) for reading in Reading]
    assert 0 <= read[0] <= read[1] <= read[2]
    shuffle.shuffle(spans)
    assert read == [months(*spans, reading=reading) for reading in Reading]
