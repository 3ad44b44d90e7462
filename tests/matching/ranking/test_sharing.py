import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking import sharing
from matching.ranking.sharing import Numbers, bits_of

# Some differ in one half of their bits alone.
NUMBERS = st.builds(lambda low, high: low + (high << 16), st.integers(0, 6), st.integers(0, 2))
ROWS = st.lists(st.lists(NUMBERS, max_size=6), max_size=12)


@settings(max_examples=100, deadline=None)
@given(first=ROWS, more=ROWS, wanted=st.lists(NUMBERS), unsorted=st.integers(0, 9))
def test_rows_that_share_a_number_are_marked(
    first: list[list[int]], more: list[list[int]], wanted: list[int], unsorted: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "_UNSORTED", unsorted)
        column = Numbers()
        column.gather([column.encode(row) for row in first])
        for row in more:
            column.append(column.encode(row))
    rows = first + more
    assert column.any_of(bits_of(wanted)).tolist() == [bool({*row} & {*wanted}) for row in rows]
    kept = np.arange(0, len(rows), 2)
    loaded = Numbers()
    loaded.restore(*column.stored(kept))
    assert len(loaded) == len(kept)
    assert loaded.any_of(bits_of(wanted)).tolist() == [
        bool({*row} & {*wanted}) for row in rows[::2]
    ]


def test_another_column_is_refused() -> None:
    with pytest.raises(ValueError, match="another type"):
        Numbers().restore(np.zeros(3), None)
    with pytest.raises(TypeError):
        Numbers().encode(7)
