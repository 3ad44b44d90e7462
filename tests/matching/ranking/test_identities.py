from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.identities import LOW, Identities, Places, joined

# Few halves, so that many ids share one.
IDS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda h: UUID(int=h[0] << 64 | h[1]))
STEPS = st.lists(st.tuples(IDS, st.sampled_from(["put", "pop", "ids"])))


@given(loaded=st.sets(IDS), steps=STEPS)
def test_places_are_a_table_whether_loaded_or_put(
    loaded: set[UUID], steps: list[tuple[UUID, str]]
) -> None:
    ids = sorted(loaded)
    high = np.array([id_.int >> 64 for id_ in ids], np.uint64)
    places = Places(Identities.of(high, np.array([id_.int & LOW for id_ in ids], np.uint64)))
    expected = {id_: row for row, id_ in enumerate(ids)}
    for number, (id_, step) in enumerate(steps, start=len(ids)):
        assert places.get(id_) == expected.get(id_)
        if step == "put":
            assert places.put(id_, number) == expected.get(id_)
            expected[id_] = number
        elif step == "pop":
            assert places.pop(id_) == expected.pop(id_, None)
        else:
            assert sorted(places.ids()) == sorted(expected)
        assert (len(places), id_ in places) == (len(expected), id_ in expected)


@given(st.integers(0, 2**128 - 1))
def test_a_joined_id_is_an_id_like_any_other(number: int) -> None:
    [made] = joined([number >> 64], [number & LOW])
    assert made == UUID(int=number)
    assert hash(made) == hash(UUID(int=number))
    assert str(made) == str(UUID(int=number))
    assert made.is_safe is UUID(int=number).is_safe
