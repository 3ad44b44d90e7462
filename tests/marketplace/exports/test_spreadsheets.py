import csv
import io

import pytest

from marketplace.exports.spreadsheets import BYTE_ORDER_MARK, guarded, written


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "　=1", " @x"]
)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert str(guarded(text)).startswith("'")


@pytest.mark.parametrize("text", ["plain", "a=b", "量子", "", "C-7Q2M4K9A"])
def test_other_cells_stay(text: str) -> None:
    assert guarded(text) == text


def test_a_file_is_read_back_as_it_was_written() -> None:
    rows = [['Ada, "the" one', "two\nlines", 3, 0.5, None], ["量子", "", -1, True, "x"]]
    text = written(["a", "b", "c", "d", "e"], rows)
    assert text.startswith(BYTE_ORDER_MARK)
    assert text.count("\r\n") == 3
    read = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert read[1:] == [
        ['Ada, "the" one', "two\nlines", "3", "0.5", ""],
        ["量子", "", "-1", "True", "x"],
    ]
