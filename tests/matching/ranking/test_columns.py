import json
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

import numpy as np
import pytest

from matching.ranking.columns import Column, Flag, Many, Number, One
from tests.matching.ranking.counted import counted

Kind = TypeVar("Kind", bound=Column)


def filled(column: Kind, values: Iterable[object]) -> Kind:
    for value in values:
        column.append(column.encode(value))
    return column


def again(column: Column, empty: Kind, rows: list[int]) -> Kind:
    values, facts = column.stored(np.array(rows))
    empty.restore(values, json.loads(json.dumps(facts)))
    return empty


def test_many_finds_and_counts_codes() -> None:
    column = filled(Many(["ai", "fintech"]), [["ai"], ["ai", "fintech"], [], None])
    assert column.any_of(["fintech"]).tolist() == [False, True, False, False]
    assert column.any_of(["fintech", "ai"]).tolist() == [True, True, False, False]
    assert counted(column, np.ones(4, bool)) == {"ai": 2, "fintech": 1}
    assert again(column, Many(["ai", "fintech"]), [1]).any_of(["ai"]).tolist() == [True]


def test_many_refuses_another_list_and_too_long_a_list() -> None:
    column = filled(Many(["ai"]), [["ai"]])
    with pytest.raises(ValueError, match="changed"):
        again(column, Many(["fintech"]), [0])
    with pytest.raises(ValueError, match="at most 63"):
        Many(str(number) for number in range(64))


def test_one_finds_counts_and_keeps_tuples() -> None:
    keys = [("CN-SH", ("ai",), None), "plain", None, ("CN-SH", ("ai",), None)]
    column = filled(One(), keys)
    assert column.any_of(["plain", "unknown"]).tolist() == [False, True, False, False]
    assert counted(column, np.ones(4, bool)) == {keys[0]: 2, "plain": 1}
    kept = again(column, One(), [2, 3])
    assert counted(kept, np.ones(2, bool)) == {keys[0]: 1}
    assert kept.any_of([keys[0]]).tolist() == [False, True]


def test_where_class_decides_once_for_each_class() -> None:
    column = filled(One(), ["a", "b", None, "a"])
    assert column.known == ("a", "b")
    assert column.where_class({"a": True, "b": False}).tolist() == [True, False, False, True]
    assert column.where_class({None: True}).tolist() == [False, False, True, False]


def test_number_compares_and_can_include_the_missing() -> None:
    column = filled(Number(), [1, 2.5, None])
    assert column.at_least(2).tolist() == [False, True, False]
    assert column.at_least(2, include_missing=True).tolist() == [False, True, True]
    assert column.at_most(2).tolist() == [True, False, False]
    assert column.at_most(2, include_missing=True).tolist() == [True, False, True]


def test_flag_is_true_only_when_said() -> None:
    assert filled(Flag(), [True, False, None]).is_true().tolist() == [True, False, False]


def test_a_column_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="another type"):
        again(filled(Number(), [1]), Flag(), [0])
    with pytest.raises(ValueError, match="another type"):
        again(filled(Flag(), [True]), One(), [0])


def test_a_mask_may_be_older_than_the_column() -> None:
    column = filled(One(), [UUID(int=1).hex, "b"])
    assert counted(column, np.array([True])) == {UUID(int=1).hex: 1}
