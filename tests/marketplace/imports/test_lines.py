from io import BytesIO

import pytest

from marketplace.errors import Malformed, TooLarge
from marketplace.imports.lines import MAX_LINE, Line, read_lines


def read(raw: bytes, most: int | None = None) -> list[Line]:
    return list(read_lines(BytesIO(raw), most=most))


def only_error(raw: bytes) -> dict[str, str]:
    [line] = read(raw)
    assert line.value is None
    [error] = line.errors
    return dict(error)


def test_lines_are_numbered_as_editors_count() -> None:
    lines = read(b'\xef\xbb\xbf{"a": 1}\r\n\n{"a": \n{"b": 2}')
    assert [(line.number, line.value) for line in lines] == [
        (1, {"a": 1}),
        (3, None),
        (4, {"b": 2}),
    ]


def test_a_digest_knows_no_order_and_no_white_space() -> None:
    first, second, third = read(b'{"a":1,"b":2}\n{ "b": 2, "a": 1 }\n{"a":1,"b":3}')
    assert first.digest == second.digest != third.digest


@pytest.mark.parametrize(
    ("raw", "pointer", "said"),
    [
        (b'{"a": "b', "#", "not JSON"),
        (b'{"a": "\x01"}', "#", "not JSON"),
        (b'{"a": "\\u0000"}', "#/a", "NUL"),
        (b'{"a": {"b": "\\ud800"}}', "#/a/b", "surrogate"),
        (b'{"a": NaN}', "#/a", "finite"),
        (b'{"a": [Infinity]}', "#/a/0", "finite"),
        (b'{"a": ' + b"9" * 400 + b"}", "#/a", "finite"),
        (b'{"a": "\xff"}', "#", "UTF-8"),
        (b'{"a": 1, "a": 2}\n', "#", "twice"),
        (b"[1, 2", "#", "not JSON"),
        (b'"text"', "#", "one JSON object"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "#", "nested"),
        (b'{"a": "' + b"x" * MAX_LINE + b'"}', "#", "over 1,000,000 bytes"),
    ],
)
def test_a_bad_line_says_why(raw: bytes, pointer: str, said: str) -> None:
    error = only_error(raw)
    assert error["pointer"] == pointer
    assert said in error["detail"]
    good = read(raw + b'\n{"good": true}\n')[-1]
    assert good.value == {"good": True}


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\n \n", b"[]", b"\x1f\x8b\x08\x00rest", b"PK\x03\x04", b"\x00\x01\x02" * 50),
        *(b"\xff\xfe{\x00}\x00", b"{\x00}\x00\n\x00"),
    ],
)
def test_a_file_that_is_no_text_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read(raw)


def test_a_document_over_several_lines_is_read_item_by_item() -> None:
    assert [line.value for line in read(b'{\n "a": 1\n}\n')] == [{"a": 1}]
    items = read(b'[\n {"a": 1},\n 7,\n {"b": NaN}\n]\n')
    assert [(line.number, line.value) for line in items] == [(1, {"a": 1}), (2, None), (3, None)]


def test_lines_are_counted() -> None:
    assert len(read(b"{}\n" * 3, most=3)) == 3
    with pytest.raises(TooLarge, match="More than 3 lines"):
        read(b"{}\n" * 4, most=3)
