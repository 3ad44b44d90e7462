"""The document itself: valid, and with every route of the API in it."""

from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from marketplace import create_app
from marketplace.http.openapi import BASE, METHODS
from marketplace.permissions import CALLS
from marketplace.rules import Who
from tests.conftest import make_config

UNLISTED = {"api-docs.openapi_json", "documentation.show_documentation"}  # the document itself


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, of which only the document is asked."""
    folder = tmp_path_factory.mktemp("document")
    return create_app(make_config(f"sqlite:///{folder / 'none.db'}", folder))


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    """The document as it is served."""
    found: dict[str, Any] = app.test_client().get(f"{BASE}/openapi.json").json or {}
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, path and description of every call."""
    return [
        (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method.upper() in METHODS
    ]


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_the_document_stays_as_it_is(app: Flask) -> None:
    client, path = app.test_client(), f"{BASE}/openapi.json"
    first, again = client.get(path), client.get(path)
    assert first.data == again.data
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    for _, where, operation in operations(first.json or {}):
        places = [(each["in"], each["name"]) for each in operation["parameters"]]
        assert len(places) == len(set(places)), where


def test_every_route_of_the_api_is_in_it(app: Flask, document: dict[str, Any]) -> None:
    served = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(BASE) and rule.endpoint not in UNLISTED
        for method in (rule.methods or set()) & METHODS
    }
    written = {(each["operationId"], method) for method, _, each in operations(document)}
    assert written == served


def test_every_call_is_described(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert len(operation["tags"]) == 1, where
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
        assert any(status.startswith("2") for status in operation["responses"]), where
        in_path = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        shared = document["paths"][path].get("parameters", ())
        assert {f"{{{name}}}" for name in in_path | {each["name"] for each in shared}} == {
            part for part in path.split("/") if part.startswith("{")
        }, where


def test_every_call_says_who_may_make_it(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        rule = CALLS[operation["operationId"]]
        anonymous: list[dict[str, Any]] = [{}] if rule.who is Who.ANYONE else []
        assert operation["security"] == [*anonymous, {"token": []}]
        assert operation.get("x-scope") == rule.scope


def test_every_change_asks_for_the_tag_and_every_creation_takes_a_key(
    document: dict[str, Any],
) -> None:
    for method, path, operation in operations(document):
        headers = {
            each["name"]: each["required"]
            for each in operation["parameters"]
            if each["in"] == "header"
        }
        if method in {"PUT", "PATCH", "DELETE"} or path.endswith("/transitions"):
            assert headers == {"If-Match": True}
        elif method == "POST":
            assert headers == {"Idempotency-Key": False}
        else:
            assert headers == {}


def test_every_body_has_an_example_and_refuses_unknown_fields(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        if "requestBody" not in operation:
            continue
        assert operation["requestBody"]["required"] is (method != "PUT"), path
        [(kind, content)] = operation["requestBody"]["content"].items()
        assert content["example"], f"{method} {path}"
        if kind == "application/json":
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_no_schema_asks_for_null_in_an_address(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            assert isinstance(parameter["schema"].get("type", "string"), str), path
