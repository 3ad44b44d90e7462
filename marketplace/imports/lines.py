"""Split a file into lines, and lines into JSON objects: a bad line never spoils the next."""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from marketplace.errors import Malformed, MarketplaceError, TooLarge
from marketplace.http.bodies import parse_json
from marketplace.messages import Message

MAX_LINE = 1_000_000  # bytes
MAX_DOCUMENT = 32_000_000  # bytes of a file that is one JSON document
_SIGNATURES = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "a zip archive",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x89PNG": "a picture",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"SQLite format 3": "a database",
}
_PLACE = re.compile(r"\(line 1, column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its object, or why there is none."""

    number: int  # from 1, as editors count
    value: Mapping[str, Any] | None
    digest: str = ""  # of the value, whatever the order of its keys and its white space
    errors: tuple[Mapping[str, str], ...] = ()


def read_lines(file: BinaryIO, *, most: int | None = None) -> Iterator[Line]:
    """Yield the lines of a seekable NDJSON file, or the items of one that is a JSON document.

    Args:
        most: how many lines there may be.

    Raises:
        Malformed: the file is empty or no text.
        TooLarge: it has more lines.
    """
    _refuse_what_is_no_text(file)
    document = _document(file)
    numbered = _split(file) if document is None else enumerate(document, 1)
    count = 0
    for number, item in numbered:
        count += 1
        if most is not None and count > most:
            raise TooLarge(
                Message("More than {most} lines; send them in several requests.", most=f"{most:,}")
            )
        yield _line(number, item)
    if count == 0:
        raise Malformed("There is no line to read: send one JSON object per line.")


def _refuse_what_is_no_text(file: BinaryIO) -> None:
    head = file.read(4096)
    file.seek(0)
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise Malformed(
                Message("This is {kind}; send UTF-8 text, one JSON object per line.", kind=kind)
            )
    controls = sum(byte < 32 and byte not in b"\t\n\r" for byte in head)
    if controls * 10 > len(head):
        raise Malformed("This is a binary file; send UTF-8 text, one JSON object per line.")


def _split(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank; None stands for one that is too long."""
    number = 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        text = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if text.strip():
            yield number, text


def _document(file: BinaryIO) -> list[bytes] | None:
    """Return the items of a file that is one JSON object or array over several lines."""
    first = next(_split(file), (0, None))[1]
    file.seek(0)
    if first is None or _is_object(first) or first.lstrip()[:1] not in (b"{", b"["):
        return None
    raw = file.read(MAX_DOCUMENT + 1)
    file.seek(0)
    if len(raw) > MAX_DOCUMENT:
        return None
    try:
        value = json.loads(raw.removeprefix(codecs.BOM_UTF8))
        items = value if isinstance(value, list) else [value]
        return [json.dumps(item).encode() for item in items]  # each is checked as a line
    except (ValueError, RecursionError):
        return None


def _is_object(raw: bytes) -> bool:
    """Whether a line is a whole JSON object by itself."""
    try:
        return isinstance(json.loads(raw), dict)
    except (ValueError, RecursionError):
        return False


def _line(number: int, raw: bytes | None) -> Line:
    if raw is None or len(raw) > MAX_LINE:
        return _refused(number, f"The line is over {MAX_LINE:,} bytes.")
    try:
        value = parse_json(raw.strip())
    except MarketplaceError as error:
        if error.errors:
            return Line(number, None, errors=tuple(error.errors))
        detail = error.detail.replace("The body", "The line", 1)
        return _refused(number, _PLACE.sub(r"(column \1)", detail))
    if not isinstance(value, dict):
        return _refused(number, "Must be one JSON object.")
    return Line(number, value, digest_of(value))


def _refused(number: int, detail: str) -> Line:
    return Line(number, None, errors=({"pointer": "#", "detail": detail},))


def digest_of(value: object) -> str:
    """Return what tells one JSON value from another."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
