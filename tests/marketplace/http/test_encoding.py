"""JSON as it is written: what is written once reads as what is written anew."""

from collections import OrderedDict
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import orjson
import pytest

from marketplace.http.encoding import Written, write


class Colour(StrEnum):
    """An enum of words."""

    RED = "red"


class Pair(NamedTuple):
    """A tuple with names."""

    one: int
    other: str


class Name(str):
    """A text of a class of its own."""

    __slots__ = ()


PART = {"id": UUID(int=7), "terms": [1.5, None, "量子"], "colour": Colour.RED}
ANSWER = {"pair": Pair(1, "two"), "name": Name("Ada"), "more": OrderedDict(a=True)}


def test_a_written_part_reads_as_its_plain_self() -> None:
    part = Written(PART)
    assert part == PART
    assert write({"data": [part, part], **ANSWER}) == orjson.dumps(
        {
            "data": [PART, PART],
            "pair": [1, "two"],
            "name": "Ada",
            "more": {"a": True},
        }
    )


def test_a_part_is_written_once() -> None:
    part = Written(PART)
    assert part.json is part.json


def test_what_has_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        write({"data": {1, 2}})


@pytest.mark.parametrize(("name", "value"), [("id", 12), ("colour", None), ("colour", {"a": "量"})])
def test_another_value_at_either_end_reads_as_written_anew(name: str, value: object) -> None:
    part = Written(PART)
    for changed in (part.replacing(name, value), part.replacing(name, [1]).replacing(name, value)):
        assert changed == {**PART, name: value}
        assert changed.json == write({**PART, name: value})
    assert part.json == write(PART)


def test_nothing_between_is_replaced() -> None:
    with pytest.raises(KeyError, match="terms"):
        Written(PART).replacing("terms", [])
