"""Facets counted by bitmaps are the counts of each column under all masks but its own."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking.columns import Flag, Many, Mask, One
from matching.ranking.counting import Countable, count_columns
from tests.matching.ranking.counted import counted

CODES = [f"c{number}" for number in range(63)]
ROWS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(CODES), max_size=4),
        st.none() | st.sampled_from(["beijing", "hangzhou", ("tuple", 1)]),
        st.booleans(),
        st.lists(st.booleans(), min_size=5, max_size=5),  # alive, and what masks say
    ),
    max_size=40,
)


def columns_of(rows: list[tuple[set[str], object, bool, list[bool]]]) -> dict[str, Countable]:
    sector, hub, open_ = Many(CODES), One(), Flag()
    for codes, place, is_open, _masks in rows:
        sector.append(sector.encode(codes))
        hub.append(hub.encode(place))
        open_.append(open_.encode(is_open))
    return {"sector": sector, "hub": hub, "open": open_, "flag": hub}


@settings(deadline=None)  # the first call may compile
@given(ROWS)
def test_each_facet_is_counted_without_its_own_filter(
    rows: list[tuple[set[str], object, bool, list[bool]]],
) -> None:
    columns = columns_of(rows)
    marks = np.array([row[3] for row in rows], np.bool_).reshape(len(rows), 5)
    alive: Mask = marks[:, 0].copy()
    masks = dict(zip(("sector", "hub", "flag", "other"), marks.T[1:], strict=True))
    told = count_columns(columns, alive, masks)
    for name, column in columns.items():
        found = alive.copy()
        for other, mask in masks.items():
            if other != name:
                found &= mask
        if isinstance(column, Flag):
            yes = int((found & column.is_true()).sum())
            assert column.named(told[name]) == {True: yes, False: int(found.sum()) - yes}
        else:
            assert column.named(told[name]) == counted(column, found)


def test_no_column_and_no_mask_count_nothing_and_everything() -> None:
    columns = columns_of([({"c1"}, "beijing", True, []), (set(), None, False, [])])
    everything = np.ones(2, np.bool_)
    assert count_columns({}, everything, {}) == {}
    hubs = count_columns(columns, everything, {})["hub"]
    assert columns["hub"].named(hubs) == {"beijing": 1}
    shorter = {"other": np.ones(1, np.bool_)}
    opened = count_columns(columns, everything, shorter)["open"]
    assert columns["open"].named(opened) == {True: 1, False: 0}


def test_bitmaps_follow_their_columns() -> None:
    sector, hub, open_ = Many(CODES), One(), Flag()
    columns: dict[str, Countable] = {"sector": sector, "hub": hub, "open": open_, "flag": hub}
    for row in range(200):  # words of 64 rows begin in between, values come up late
        sector.append(sector.encode([CODES[row % 40], CODES[row // 10]]))
        hub.append(hub.encode(f"city {row // 3}"))
        open_.append(open_.encode(row % 3 == 0))
        rows = np.arange(row + 1)
        masks = {"other": rows % 2 == 0}
        told = count_columns(columns, rows != 5, masks)
        found = masks["other"] & (rows != 5)
        assert sector.named(told["sector"]) == counted(sector, found)
        assert hub.named(told["hub"]) == hub.named(told["flag"]) == counted(hub, found)
        assert open_.named(told["open"])[True] == int((found & (rows % 3 == 0)).sum())
