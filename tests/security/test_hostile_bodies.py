"""What no body may be: every call that reads one refuses it by a problem, and writes nothing."""

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from marketplace.http.openapi import BASE
from tests.people import Answer, People, Person
from tests.security.world import World

NDJSON = "application/x-ndjson"
JSON = "application/json"
SOMETHING = (
    "01920000-0000-7000-8000-000000000009"  # no id: bodies are read before things are sought
)
DEEP = 20_000
# A value of each kind of JSON; a field takes one or two of them.
KINDS: Mapping[str, Any] = {
    "a text": "\x07 no code, no date",
    "a number": 1.5,
    "a truth": True,
    "an object": {"no such": "field"},
    "a list": [["no such"]],
    "a number in a list": [1.5],
}


@dataclass(frozen=True)
class Reader:
    """A call that reads a body, with a body that it would take."""

    method: str
    path: str
    kind: str
    body: Any  # an object, or a line where the call reads lines
    fields: tuple[str, ...]  # that it takes

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@pytest.fixture(scope="module")
def readers(module_people: People) -> list[Reader]:
    """Every call of the document that reads a body."""
    document = module_people.app.test_client().get(f"{BASE}/openapi.json").json or {}
    schemas = document["components"]["schemas"]
    return [
        Reader(method.upper(), filled(path), kind, content["example"], written(content, schemas))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "requestBody" in operation
        for kind, content in operation["requestBody"]["content"].items()
    ]


def filled(path: str) -> str:
    """Return an address that a path describes."""
    parts = path.removeprefix(BASE).split("/")
    return "/".join(SOMETHING if part.startswith("{") else part for part in parts)


def written(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that a body may have."""
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    fields = schemas[name]["properties"] if name else {}
    return tuple(name for name, field in fields.items() if not field.get("readOnly"))


@pytest.fixture(scope="module")
def admin(module_people: People) -> Person:
    """Somebody whom every call lets in as far as its body."""
    return module_people.admin()


@pytest.fixture
def unchanged(world: World) -> Iterator[None]:
    """Nothing is written, whatever was sent."""
    world.changed()
    yield
    assert world.changed() == []


def send(sender: Person, reader: Reader, body: bytes, **kwargs: Any) -> Answer:
    """Send bytes where a body belongs."""
    return sender.send(reader.method, reader.path, data=body, content_type=reader.kind, **kwargs)


def refusal(answer: Answer, reader: Reader, *statuses: int) -> str:
    """Return all that a refusal says."""
    place = (str(reader), answer.status_code, answer.text[:300])
    assert answer.status_code in statuses, place
    assert answer.content_type == "application/problem+json", place
    problem = answer.json
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    pointers = [error["pointer"] for error in problem.get("errors", ())]
    return " ".join([problem["detail"], *pointers])


def lines_report(answer: Answer, reader: Reader) -> list[Any]:
    """Return the errors of the only line of an import."""
    assert answer.status_code == 200, (str(reader), answer.text[:300])
    [line] = answer.json["lines"]
    assert line["status"] == "refused"
    found: list[Any] = line["errors"]
    return found


def bodies(example: dict[str, Any]) -> dict[str, tuple[bytes, str]]:
    """Return what is no body for anybody, each with the place that its refusal names."""
    field = next(iter(example))
    text = json.dumps(example)
    inside = json.dumps(field)

    def with_value(value: str) -> bytes:
        rest = {name: value for name, value in example.items() if name != field}
        others = json.dumps(rest)[1:-1]
        return f"{{{inside}: {value}{', ' if others else ''}{others}}}".encode()

    half = text.encode()[: len(text) // 2]
    return {
        "NUL": (with_value(r'"a\u0000b"'), f"#/{field}"),
        "a lone surrogate": (with_value(r'"a\ud800b"'), f"#/{field}"),
        "half a pair, second": (with_value(r'["\udc00"]'), f"#/{field}"),
        "NUL in a name": (rb'{"a\u0000b": 1}', "#/"),
        "NaN": (with_value("NaN"), f"#/{field}"),
        "Infinity": (with_value("Infinity"), f"#/{field}"),
        "-Infinity": (with_value("-Infinity"), f"#/{field}"),
        "1e999": (with_value("1e999"), f"#/{field}"),
        "400 digits": (with_value("9" * 400), f"#/{field}"),
        "400 digits below nothing": (with_value("-" + "9" * 400), f"#/{field}"),
        "400 digits after the point": (with_value("0." + "9" * 400), f"#/{field}"),
        "20,000 lists": (with_value("[" * DEEP + "]" * DEEP), "nested deeper than 40"),
        "20,000 objects": (with_value('{"a":' * DEEP + "1" + "}" * DEEP), "nested deeper than 40"),
        "50 lists": (with_value("[" * 50 + "]" * 50), f"#/{field}/0/0"),
        "20,000 lists, open": (b"[" * DEEP, "nested deeper than 40"),
        "half a text": (half, "column"),
        "two texts": (text.encode() * 2, "column"),
        "a key twice": (f"{{{inside}: 1, {text[1:]}".encode(), f"{field} stands twice"),
        "a trailing comma": (text.encode()[:-1] + b",}", "column"),
        "no text": (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 (byte 0)"),
        "half a character": (text.encode()[:-1] + b', "x": "\xe4\xb8"}', "not UTF-8 (byte"),
        "Latin-1": (b'{"x": "caf\xe9"}', "not UTF-8 (byte"),
        "UTF-16": (text.encode("utf-16"), "not UTF-8 (byte 0)"),
        "UTF-16 without its mark": (text.encode("utf-16-le"), "column"),
        "UTF-32": (text.encode("utf-32"), "not UTF-8 (byte 0)"),
        "a byte order mark": (codecs.BOM_UTF8 + text.encode(), "BOM"),
        "a NUL byte": (b"\x00", "column 1"),
        "gzip": (b"\x1f\x8b\x08\x00\x00", "not UTF-8 (byte 1)"),
        "nothing": (b"", "no body"),
        "white space": (b" \r\n\t", "column"),
        "an unknown field": (text.encode()[:-1] + b', "no_such_field": 1}', "#/no_such_field"),
        "a list": (f"[{text}]".encode(), "#"),
        "null": (b"null", "#"),
        "a number": (b"1", "#"),
        "a string": (inside.encode(), "#"),
    }


@pytest.mark.usefixtures("unchanged")
def test_what_no_body_may_be(admin: Person, readers: list[Reader]) -> None:
    for reader in (each for each in readers if each.kind == JSON):
        for name, (body, place) in bodies(reader.body).items():
            if name == "nothing" and reader.method == "PUT":
                continue  # the address says it all
            told = refusal(send(admin, reader, body), reader, 400, 422)
            assert place in told, (str(reader), name, told)


@pytest.mark.usefixtures("unchanged")
def test_every_field_refuses_what_it_is_not(admin: Person, readers: list[Reader]) -> None:
    for reader in readers:
        for field in reader.fields:
            refused = dict(wrong(admin, reader, field))
            assert len(refused) >= len(KINDS) - 2, (str(reader), field, list(refused))


def wrong(admin: Person, reader: Reader, field: str) -> Iterator[tuple[str, Answer]]:
    """Send each kind of value as one field; yield those that are refused, by the field's name."""
    # A field that nobody knows keeps a body that is right from doing anything.
    body = {**reader.body, "no_such_field": 1}
    for kind, value in KINDS.items():
        answer = send(admin, reader, json.dumps({**body, field: value}).encode())
        told = refusal(answer, reader, 422)
        if any(error["pointer"].startswith(f"#/{field}") for error in answer.json["errors"]):
            yield kind, answer
        else:
            assert "#/no_such_field" in told


@pytest.mark.usefixtures("unchanged")
def test_a_body_of_50_megabytes_is_refused_by_its_size(
    admin: Person, readers: list[Reader]
) -> None:
    huge = b'{"a": "' + b"x" * 50_000_000 + b'"}'
    for reader in readers:
        told = refusal(send(admin, reader, huge), reader, 413)
        assert "bytes" in told, (str(reader), told)
        unmeasured = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
        answer = sent_in_chunks(admin, reader, huge, unmeasured)
        refusal(answer, reader, 413)


def sent_in_chunks(
    sender: Person, reader: Reader, body: bytes, environ: Mapping[str, Any]
) -> Answer:
    """Send a body whose length nobody tells."""
    return sender.send(
        reader.method,
        reader.path,
        input_stream=io.BytesIO(body),
        content_type=reader.kind,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides=dict(environ),
    )


@pytest.mark.usefixtures("unchanged")
def test_a_body_of_another_kind_is_refused(admin: Person, readers: list[Reader]) -> None:
    for reader in readers:
        example = reader.body if reader.kind == NDJSON else json.dumps(reader.body)
        for kind in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "image/png",
            "nonsense",
            "",
        ):
            answer = send(admin, replace(reader, kind=kind), str(example).encode())
            refusal(answer, reader, 415)


@pytest.mark.usefixtures("unchanged")
def test_a_bad_line_is_reported_and_not_kept(admin: Person, readers: list[Reader]) -> None:
    for reader in (each for each in readers if each.kind == NDJSON):
        for name, (body, _) in bodies(json.loads(reader.body)).items():
            if name in {"an unknown field", "a list", "a byte order mark"}:
                continue  # other fields of the two standards, a JSON document and a mark are read
            answer = send(admin, reader, body)
            if answer.status_code == 200:
                assert all(error["detail"] for error in lines_report(answer, reader)), name
            else:
                refusal(answer, reader, 400, 413)
