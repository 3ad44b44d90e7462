"""Addresses, methods and types that the API does not know are refused as the standards say."""

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from marketplace.http.openapi import BASE, METHODS
from tests.people import People

PROBLEM = "application/problem+json"
SOMETHING = "01920000-0000-7000-8000-000000000009"
WITHOUT_BODY = {"webhooks.redeliver", "webhooks.test_webhook"}  # nothing is read of one


def address(rule: Rule) -> str:
    """Return an address that a rule answers to."""
    return "/".join(SOMETHING if part.startswith("<") else part for part in rule.rule.split("/"))


def api_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"{BASE}/")]


def refused(answer: Any, status: int) -> dict[str, Any]:
    """Return the problem that refuses a request with this status."""
    assert (answer.status_code, answer.content_type) == (status, PROBLEM), answer.request
    problem: dict[str, Any] = answer.json
    assert problem["status"] == status
    assert problem["type"].startswith("/problems/")
    assert problem["request_id"]
    return problem


def test_an_unknown_address_looks_like_what_is_hidden(people: People) -> None:
    admin = people.admin()
    hidden = refused(admin.get(f"/roles/{SOMETHING}"), 404)
    for path in ("/nothing", "/", "", "/roles/1", "/roles/../x", "/employers//", "/%00", "/角色"):
        for method in METHODS:
            problem = refused(admin.client.open(BASE + path, method=method), 404)
            for name in ("type", "title", "detail"):
                assert problem[name] == hidden[name], (method, path)


def test_a_wrong_method_is_told_the_right_ones(app: Flask, people: People) -> None:
    admin = people.admin()
    known: dict[str, set[str]] = {}
    for rule in api_rules(app):
        known.setdefault(address(rule), set()).update(rule.methods or ())
    for path, methods in known.items():
        for wrong in sorted((METHODS | {"TRACE", "FROBNICATE"}) - methods):
            answer = admin.client.open(path, method=wrong, headers=admin.headers)
            refused(answer, 405)
            assert set(answer.headers["Allow"].split(", ")) == methods, (wrong, path)


def test_options_names_the_methods(app: Flask, people: People) -> None:
    for rule in api_rules(app):
        answer = people.anyone().client.options(address(rule))
        assert answer.status_code == 200, rule
        assert (rule.methods or set()) <= set(answer.headers["Allow"].split(", "))


def test_a_body_of_another_type_is_refused(app: Flask, people: People) -> None:
    admin = people.admin()
    headers = {**admin.headers, "If-Match": "*"}
    for rule in api_rules(app):
        if rule.endpoint in WITHOUT_BODY:
            continue
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH"}:
            for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x"):
                answer = admin.client.open(
                    address(rule), method=method, data=b"{}", content_type=kind, headers=headers
                )
                refused(answer, 415)


def test_an_answer_of_another_type_is_not_to_be_had(app: Flask, people: People) -> None:
    admin = people.admin()
    for rule in api_rules(app):
        for method in (rule.methods or set()) & METHODS:
            answer = admin.client.open(
                address(rule), method=method, headers={**admin.headers, "Accept": "text/csv"}
            )
            refused(answer, 406)


def test_a_bad_token_is_told_how_to_sign_in(people: People) -> None:
    for token in ("kvm_unknown", "unknown", "", "kvm_" + "x" * 3000):
        answer = people.anyone().client.get(
            f"{BASE}/account", headers={"Authorization": f"Bearer {token}"}
        )
        refused(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_typing_error_in_a_query_is_named(people: People) -> None:
    answer = people.anyone().get("/roles?secotr=ai&sector=ai&%0A%00x=1")
    assert [each["pointer"] for each in refused(answer, 422)["errors"]] == ["#/\n\x00x"]
    answer = people.anyone().get("/roles?secotr=ai&limit=1&%0Ax=1")
    assert answer.json["meta"]["ignored_params"] == [
        {"name": "secotr", "suggestion": "sector"},
        {"name": "\nx", "suggestion": None},
    ]
    assert answer.headers["X-Ignored-Params"] == "secotr,%0Ax"
    _, employer = people.owner()
    answer = people.anyone().get(f"/employers/{employer['id']}?feilds=name,kind")
    assert answer.headers["X-Ignored-Params"] == "feilds"


def test_a_repeated_or_comma_separated_choice_means_any_of_them(people: People) -> None:
    for query in ("sector=ai&sector=aerospace", "sector=ai,aerospace"):
        assert people.anyone().get(f"/roles?{query}").status_code == 200
    problem = refused(people.anyone().get("/roles?sector=ai,quantum"), 422)
    assert problem["errors"][0]["pointer"] == "#/sector/1"
