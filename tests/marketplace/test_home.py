from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.market import Market, market

__all__ = ["market"]


@pytest.mark.parametrize("path", ["/", "/problems/invalid", "/account/login", "/account/reset"])
def test_pages_say_who_runs_this_under_which_licence(
    client_of: Callable[..., FlaskClient], path: str
) -> None:
    client = client_of(operator_name="Test Operator", licence_number="HR-310000-0001")
    page = client.get(path)
    assert page.status_code == 200
    assert "Test Operator" in page.text
    assert "HR-310000-0001" in page.text
    assert "not legal advice" in page.text


def test_the_front_page_lets_one_try_both_things(market: Market) -> None:
    market.open_role(title="Newest of all", sectors=["aerospace"])
    page = market.people.app.test_client().get("/").text
    assert "1 open role" in page
    assert "/roles?sector=aerospace" in page
    assert "Newest of all" in page
    assert 'action="/qualify"' in page
    assert 'action="/roles"' in page


def test_an_explanation_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    assert client.get("/problems/nothing").status_code == 404
