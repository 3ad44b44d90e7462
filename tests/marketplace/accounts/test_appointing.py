import re

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.auth import digest_of
from marketplace.demo.loading import load_accounts, renew_tokens
from marketplace.demo.sign_ins import sign_ins
from marketplace.permissions import SCOPES
from models import Account, ApiToken
from tests.marketplace.candidates.profiles import profiled
from tests.people import People, Person

WITHOUT_ADMIN = sorted(set(SCOPES) - {"admin"})


def appointed(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["appoint", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_verifier_decides_with_the_token_of_the_appointment(app: Flask, people: People) -> None:
    person, made = profiled(people)
    proof = {"section": "education", "claim_id": made["education"][0]["id"], "proof": "register"}
    item = person.post(f"/candidates/{made['id']}/evidence", proof).json
    told = appointed(app, "ver@x.example", "--verifier", "--token")
    [secret] = re.findall(r"kvm_\S+", told)
    headers = {"Authorization": f"Bearer {secret}"}
    verifier = Person(app.test_client(), person.account_id, "ver@x.example", headers)
    decision = {"evidence": "verified", "reason": "seen"}
    answer = verifier.post(f"/evidence/{item['id']}/decision", decision)
    assert answer.status_code == 200, answer.json
    refused = verifier.post("/assessments", {"pack": "cn-k-seed", "reforms": ["any"]})
    assert refused.status_code == 403


@pytest.mark.parametrize("typed", ["bad", "a@", "@x.example", "a b@x.example", f"{'a' * 250}@x.yz"])
def test_only_an_address_can_be_appointed(app: Flask, people: People, typed: str) -> None:
    result = app.test_cli_runner().invoke(args=["appoint", typed, "--admin"])
    assert result.exit_code == 2
    assert "Error" in result.output
    assert people.scalar(sa.select(sa.func.count()).select_from(Account)) == 0


def test_the_tokens_of_the_demo_hold_every_scope_of_their_account(
    app: Flask, people: People
) -> None:
    accounts = sign_ins(app.config["MARKETPLACE"])
    with app.app_context(), people.database.session(write=True) as session:
        load_accounts(session, accounts)
        session.execute(sa.update(ApiToken).values(scopes=["roles:read"]))
        renew_tokens(session, accounts)
        session.commit()
    for sign_in in accounts:
        held = people.scalar(
            sa.select(ApiToken.scopes).where(ApiToken.digest == digest_of(sign_in.token))
        )
        expected = sorted(SCOPES) if sign_in.part == "admin" else WITHOUT_ADMIN
        assert sorted(held) == expected
