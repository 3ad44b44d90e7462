"""Addresses in templates: built once, and still those of the request that asks."""

from collections.abc import Callable
from uuid import uuid4

from flask import Flask


def written_by(app: Flask) -> Callable[..., str]:
    url_for: Callable[..., str] = app.jinja_env.globals["url_for"]  # type: ignore[assignment]
    return url_for


def test_a_kept_address_stands_below_the_path_that_a_request_came_by(app: Flask) -> None:
    url_for = written_by(app)
    for base, expected in (("/", "/roles"), ("/below", "/below/roles"), ("/", "/roles")):
        with app.test_request_context("/", base_url=f"https://site.example{base}"):
            assert url_for("search_pages.show_roles") == expected


def test_what_is_named_from_a_page_belongs_to_the_part_of_that_page(app: Flask) -> None:
    url_for = written_by(app)
    for page in ("/operator/postings", "/operator/duplicates", "/operator/postings"):
        with app.test_request_context(page):
            assert url_for(".list_postings") == "/operator/postings"
            assert url_for(".list_postings", after="x") == "/operator/postings?after=x"


def test_addresses_with_values_are_kept_for_each_of_them(app: Flask) -> None:
    url_for, role_id = written_by(app), uuid4()
    expected = [(1, "page=1"), ("1", "page=1"), (True, "page=True"), ("a b", "page=a+b")]
    for base in ("", "/below", ""):
        with app.test_request_context("/", base_url=f"https://site.example{base}"):
            for page, query in expected:
                asked = url_for("role_pages.show_role", role_id=role_id, page=page)
                assert asked == f"{base}/roles/{role_id}?{query}"
            several = url_for("employer.compare", role_id=role_id, who=["A", "B"])
            assert several == f"{base}/employer/roles/{role_id}/compare?who=A&who=B"
    for host in ("one.example", "other.example"):
        with app.test_request_context("/", base_url=f"https://{host}"):
            whole = url_for("role_pages.show_role", role_id=role_id, _external=True)
            assert whole == f"https://{host}/roles/{role_id}"
