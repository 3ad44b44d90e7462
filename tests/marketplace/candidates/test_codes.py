from itertools import pairwise
from secrets import randbits
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.candidates.codes import code_of, number_of

NUMBERS = st.integers(0, 2**40 - 1)
SECRET = "a secret"


@given(NUMBERS, st.uuids())
def test_a_code_leads_back_to_its_number(number: int, employer_id: UUID) -> None:
    code = code_of(number, employer_id, SECRET)
    assert len(code) == 10
    assert number_of(code, employer_id, SECRET) == number
    assert number_of(code.lower(), employer_id, SECRET) == number


def test_every_employer_has_another_code() -> None:
    number = randbits(40)
    assert len({code_of(number, uuid4(), SECRET) for _ in range(1000)}) == 1000


def test_another_secret_makes_other_codes() -> None:
    employer_id = uuid4()
    assert code_of(7, employer_id, "one") != code_of(7, employer_id, "two")
    assert number_of(code_of(7, employer_id, "one"), employer_id, "two") != 7


def test_codes_tell_nothing_of_the_order_of_numbers() -> None:
    employer_id = uuid4()
    codes = [code_of(number, employer_id, SECRET) for number in range(2000)]
    assert len(set(codes)) == 2000
    rising = sum(first < second for first, second in pairwise(codes))
    assert 850 < rising < 1150
    for place in range(2, 10):  # every character takes every value about equally often
        counts = [sum(code[place] == character for code in codes) for character in "0GZ"]
        assert all(25 < count < 110 for count in counts)


def test_one_bit_of_the_number_turns_half_of_the_code() -> None:
    employer_id = uuid4()
    turned = []
    for bit in range(40):
        one = code_of(0, employer_id, SECRET)
        other = code_of(1 << bit, employer_id, SECRET)
        turned.append(sum(a != b for a, b in zip(one, other, strict=True)))
    assert sum(turned) / 40 > 7


@pytest.mark.parametrize("text", ["", "C-", "C-1234567", "C-123456789", "X-12345678", "C-1234567U"])
def test_what_is_no_code(text: str) -> None:
    assert number_of(text, uuid4(), SECRET) is None
