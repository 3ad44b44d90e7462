import json
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.exports import services
from models import ApiToken, SavedSearch
from tests.market import Market
from tests.marketplace.candidates.profiles import managed, profiled
from tests.marketplace.candidates.test_erasure import CANARY as ERASED
from tests.marketplace.candidates.test_erasure import fill_the_area
from tests.people import Answer, People, Person

CANARY = "xylophone-canary"


def lines(answer: Answer) -> list[dict[str, Any]]:
    assert answer.status_code == 200
    assert answer.mimetype == "application/x-ndjson"
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def types(person: Person) -> list[str]:
    return [line["type"] for line in lines(person.get("/exports/candidates.ndjson"))]


def test_an_owner_exports_the_roles_of_the_employer(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PAGE", 2)
    owner, employer = people.owner()
    made = [
        owner.post("/roles", {"employer_id": employer["id"], "title": f"Role {number}"}).json
        for number in range(5)
    ]
    stranger, other = people.owner()
    stranger.post("/roles", {"employer_id": other["id"], "title": CANARY})
    answer = owner.get("/exports/roles.ndjson")
    assert lines(answer) == made
    assert CANARY not in answer.get_data(as_text=True)


def test_only_owners_export_roles(people: People) -> None:
    owner, employer = people.owner()
    owner.post("/roles", {"employer_id": employer["id"], "title": CANARY})
    recruiter = people.person()
    member = {"email": recruiter.email, "part": "recruiter"}
    owner.post(f"/employers/{employer['id']}/members", member)
    assert lines(recruiter.get("/exports/roles.ndjson")) == []
    assert lines(people.admin().get("/exports/roles.ndjson")) == []


def test_a_person_exports_everything_that_we_hold(people: People) -> None:
    market = Market(people)
    person, profile = profiled(people)
    role_id = market.open_role()
    claim = {"section": "education", "claim_id": profile["education"][0]["id"], "proof": "a scan"}
    person.post(f"/candidates/{profile['id']}/evidence", claim)
    application = person.post("/applications", {"role_id": role_id, "message": "Hello"}).json
    assert market.owner.get(f"/applications/{application['id']}").status_code == 200
    with people.database.session(write=True) as session:
        session.add(SavedSearch(account_id=person.account_id, name="Labs", query={"q": "lab"}))
        session.commit()
    fill_the_area(people, person, profile)
    found = lines(person.get("/exports/candidates.ndjson"))
    by_type = {line["type"]: line["data"] for line in found}
    assert by_type["account"]["language"] is None
    assert [line["type"] for line in found] == [
        *("account", "candidate", "evidence", "evidence", "document", "draft", "proposal"),
        *("review_request", "application", "view", "saved_search", "saved_search"),
        *("marked_role", "token"),
    ]
    assert by_type["candidate"] == person.get(f"/candidates/{profile['id']}").json
    assert found[2]["data"]["proof"] == "a scan"
    assert by_type["document"]["media_type"] == "application/pdf"
    assert by_type["draft"]["typed"] == {"headline": [ERASED]}
    assert by_type["proposal"]["fields"]["headline"] == ERASED
    assert by_type["review_request"]["message"] == ERASED
    assert by_type["marked_role"]["kind"] == "saved"
    assert by_type["application"]["message"] == "Hello"
    assert by_type["view"]["role_id"] == role_id
    queries = [line["data"]["query"] for line in found if line["type"] == "saved_search"]
    assert queries == [{"q": "lab"}, {"q": [ERASED]}]
    digest = people.scalar(
        sa.select(ApiToken.digest).where(ApiToken.account_id == person.account_id)
    )
    text = json.dumps(found)
    assert digest not in text
    assert "no password opens this" not in text


def test_nothing_of_anybody_else_is_exported(people: People) -> None:
    market = Market(people)
    stranger, profile = profiled(people, headline=CANARY, summary=CANARY)
    role_id = market.open_role(title=f"Role {CANARY}")
    stranger.post("/applications", {"role_id": role_id, "message": CANARY})
    managed(people)
    for person in (people.person(), market.owner, people.admin(), profiled(people)[0]):
        text = person.get("/exports/candidates.ndjson").get_data(as_text=True)
        assert CANARY not in text
        assert profile["id"] not in text
        assert stranger.email not in text


def test_an_integration_exports_the_profiles_that_it_made(people: People) -> None:
    integration, profile = managed(people)
    found = lines(integration.get("/exports/candidates.ndjson"))
    assert [line["data"]["id"] for line in found if line["type"] == "candidate"] == [profile["id"]]


def test_a_narrow_token_exports_no_more_than_its_scopes(people: People) -> None:
    narrow = people.person(scopes=("candidates:read",))
    found = lines(narrow.get("/exports/candidates.ndjson"))
    assert [line["type"] for line in found] == ["account", "token", "left_out"]
    left = [
        *("application", "invitation", "message", "interview", "note", "scorecard", "tag"),
        *("shortlisting", "unblinding", "greenhouse_push", "reason"),
        *("saved_search", "marked_role", "watched_role"),
    ]
    assert found[-1]["data"]["types"] == left
    other = people.person(scopes=("matches:read",))
    assert other.get("/exports/candidates.ndjson").status_code == 403
    assert people.anyone().get("/exports/roles.ndjson").status_code == 401


def test_somebody_without_a_profile_exports_the_account(people: People) -> None:
    assert types(people.person()) == ["account", "token"]
