"""Passwords that anybody would guess are refused wherever one is set."""

import re

import pytest
import sqlalchemy as sa

from marketplace.accounts.identity import hash_password
from marketplace.accounts.passwords import why_refused
from models import Account, OutboxMessage
from tests.marketplace.accounts.test_registration import (
    JSON,
    PASSWORD,
    csrf_token,
    register,
    sign_in,
)
from tests.people import People

ADDRESS = "lin.wu@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop",
        "QwertyUIOP",
        "1q2w3e4r5t",
        "Password2024!",
        "!!dragon1987",
        "ｐａｓｓｗｏｒｄ１２",
        "aaaaaaaaaaaa",
        "abc-abc-abc-",
        "lin.wu@example.org",
        "Lin.Wu@Example.org2026",
        "lin.wu2026",
    ],
)
def test_what_anybody_would_guess_is_refused(password: str) -> None:
    assert why_refused(password, ADDRESS)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct dragon battery",
        "8217364521907abc",
        "龙龙在天上飞得很高很高",
        "linwubuilt!",
    ],
)
def test_others_are_kept(password: str) -> None:
    assert why_refused(password, ADDRESS) is None


def test_registering_names_the_field(people: People) -> None:
    for password in ("password1234", "lin.wu@example.org"):
        answer = people.anyone().post("/accounts", {"email": ADDRESS, "password": password})
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json["errors"]] == ["#/password"]
    assert people.scalar(sa.select(sa.func.count()).select_from(Account)) == 0


def test_changing_and_resetting_name_the_field(people: People) -> None:
    client = people.app.test_client()
    client.get(register(people, ADDRESS))
    _, csrf = sign_in(client, ADDRESS)
    headers = {**JSON, "X-CSRFToken": csrf}
    for easy in ("password1234", ADDRESS):
        change = {"password": PASSWORD, "new_password": easy, "new_password_confirm": easy}
        answer = client.post("/account/change", json=change, headers=headers)
        assert answer.status_code == 400
        assert "new_password" in (answer.json or {})["response"]["field_errors"]
    client.post("/account/logout", headers=headers)
    headers = {**JSON, "X-CSRFToken": csrf_token(client)}
    client.post("/account/reset", json={"email": ADDRESS}, headers=headers)
    waiting = sa.select(OutboxMessage.payload).order_by(OutboxMessage.id.desc()).limit(1)
    found = re.search(r"/account/reset/\S+", people.scalar(waiting)["text"])
    assert found
    for easy in ("password1234", ADDRESS):
        reset = {"password": easy, "password_confirm": easy}
        answer = client.post(found[0], json=reset, headers=headers)
        assert answer.status_code == 400
        assert "password" in (answer.json or {})["response"]["field_errors"]
    assert sign_in(people.app.test_client(), ADDRESS)[0] == 200


def test_a_password_is_kept_as_a_sign_in_reads_it(people: People) -> None:
    client = people.app.test_client()
    client.get(register(people, ADDRESS))
    with people.app.app_context():
        hashed = hash_password("Cafe\u0301 ﬁn de siècle")
    with people.database.session(write=True) as session:
        session.execute(sa.update(Account).values(password=hashed))
        session.commit()
    assert sign_in(client, ADDRESS, "Café fin de siècle")[0] == 200
