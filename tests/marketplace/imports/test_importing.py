import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from models import Candidate, Employer, IndexChange, OutboxMessage, Role
from tests.marketplace.imports.postings import posting, resume
from tests.people import Answer, People, Person

NDJSON = "application/x-ndjson"


def send(person: Person, what: str, *lines: object, query: str = "", **kwargs: Any) -> Answer:
    raw = b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )
    return person.send("POST", f"/imports/{what}{query}", data=raw, content_type=NDJSON, **kwargs)


def statuses(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [line["status"] for line in answer.json["lines"]]


def test_postings_become_drafts_of_the_importers_own_employer(people: People) -> None:
    importer = people.person()
    answer = send(importer, "roles", posting(), posting(identifier="L-18", title="Etcher"))
    assert answer.json["summary"] == {
        "lines": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
        "dry_run": False,
    }
    role = importer.get(f"/roles/{answer.json['lines'][0]['id']}").json
    assert (role["status"], role["sectors_proposed"], role["city"]) == ("draft", True, "苏州")
    employer = importer.get(f"/employers/{role['employer_id']}").json
    assert employer["name"] == "Lantern Photonics"
    assert employer["verification"]["status"] == "unverified"
    assert importer.get("/account").json["employers"] == [{"id": employer["id"], "part": "owner"}]
    assert people.person().get(f"/roles/{role['id']}").status_code == 404


def test_a_second_import_changes_nothing(people: People) -> None:
    importer = people.person()
    lines = (posting(), posting(identifier=...), posting(identifier=..., title="Cleaner"))
    first = send(importer, "roles", *lines)
    changes = people.scalar(sa.select(sa.func.count()).select_from(IndexChange))
    events = people.scalar(sa.select(sa.func.count()).select_from(OutboxMessage))
    again = send(importer, "roles", *lines)
    assert statuses(again) == ["unchanged"] * 3
    assert [line["id"] for line in again.json["lines"]] == [
        line["id"] for line in first.json["lines"]
    ]
    assert people.scalar(sa.select(sa.func.count()).select_from(IndexChange)) == changes
    assert people.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == events


def test_a_changed_posting_changes_what_it_states(people: People) -> None:
    importer = people.person()
    [line] = send(importer, "roles", posting()).json["lines"]
    path = f"/roles/{line['id']}"
    importer.patch(path, {"headcount": 4, "sectors": ["ai"]})
    assert statuses(send(importer, "roles", posting(title="Etcher", baseSalary=...))) == ["updated"]
    role = importer.get(path).json
    assert (role["title"], role["headcount"], role["sectors"]) == ("Etcher", 4, ["ai"])
    assert (role["salary"]["min"], role["sectors_proposed"]) == (20_000, False)


def test_two_importers_share_nothing(people: People) -> None:
    one, other = people.person(), people.person()
    ids = {send(who, "roles", posting()).json["lines"][0]["id"] for who in (one, other)}
    assert len(ids) == 2
    assert people.scalar(sa.select(sa.func.count()).select_from(Employer)) == 2
    twice = {send(who, "candidates", resume()).json["lines"][0]["id"] for who in (one, other)}
    assert len(twice) == 2


def test_who_lost_the_employer_imports_no_more_of_it(people: People) -> None:
    importer, heir = people.person(), people.person()
    [line] = send(importer, "roles", posting()).json["lines"]
    employer_id = importer.get(f"/roles/{line['id']}").json["employer_id"]
    members = f"/employers/{employer_id}/members"
    importer.post(members, {"email": heir.email, "part": "owner"})
    mine = next(each for each in heir.get(members).json["data"] if each["email"] == importer.email)
    heir.delete(f"{members}/{mine['id']}")
    assert statuses(send(importer, "roles", posting(title="Mine again"))) == ["refused"]


def test_a_bad_line_spoils_nothing(people: People) -> None:
    importer = people.person()
    lines = [posting(identifier=number) for number in range(3)]
    lines[1]["title"] = None
    answer = send(importer, "roles", b'{"half": ', *lines, b'{"@type": "\\u0000"}')
    assert statuses(answer) == ["refused", "created", "refused", "created", "refused"]
    assert answer.json["lines"][2]["errors"] == [
        {"pointer": "#/title", "detail": "A role needs a title."}
    ]
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 2


def test_one_identity_twice_in_a_file_is_refused_the_second_time(people: People) -> None:
    importer = people.person()
    for expected in ("created", "unchanged"):
        answer = send(importer, "roles", posting(), posting(title="Another"))
        assert statuses(answer) == [expected, "refused"]
        assert "Line 1" in answer.json["lines"][1]["errors"][0]["detail"]


def test_a_refused_line_leaves_no_employer_behind(people: People) -> None:
    importer = people.person()
    bad = posting(hiringOrganization="Nobody Ltd", title=None)
    assert statuses(send(importer, "roles", bad, posting())) == ["refused", "created"]
    assert people.scalar(sa.select(sa.func.count()).select_from(Employer)) == 1


def test_a_dry_run_writes_nothing(people: People) -> None:
    importer = people.person()
    for _ in range(2):
        answer = send(importer, "roles", posting(), query="?dry_run=true")
        assert statuses(answer) == ["created"]
        assert answer.json["summary"]["dry_run"] is True
        assert answer.json["lines"][0]["id"] is None
    assert people.scalar(sa.select(sa.func.count()).select_from(Employer)) == 0
    assert people.scalar(sa.select(sa.func.count()).select_from(IndexChange)) == 0


def test_more_than_a_batch_is_imported(people: People) -> None:
    importer = people.person()
    lines = [posting(identifier=number) for number in range(230)]
    assert statuses(send(importer, "roles", *lines)) == ["created"] * 230
    assert people.scalar(sa.select(sa.func.count()).select_from(Employer)) == 1


def test_people_arrive_hidden_and_are_asked(people: People) -> None:
    importer = people.person()
    [line] = send(importer, "candidates", resume()).json["lines"]
    profile = importer.get(f"/candidates/{line['id']}").json
    assert (profile["visibility"], profile["consents"]) == ("hidden", [])
    assert people.person().get(f"/candidates/{line['id']}").status_code == 404
    mail = people.scalar(sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send"))
    assert mail.payload["to"] == "tomas@brandvik.example"
    assert statuses(send(importer, "candidates", resume())) == ["unchanged"]
    newer = resume(skills=[{"name": "Ion milling"}], work=...)
    assert statuses(send(importer, "candidates", newer)) == ["updated"]
    changed = importer.get(f"/candidates/{line['id']}").json
    assert changed["skills"] == [{"name": "Ion milling", "years": None}]
    assert changed["experience"] == profile["experience"]


def test_a_profile_that_was_taken_over_is_left_alone(people: People) -> None:
    importer, person = people.person(), people.person("tomas")
    [line] = send(importer, "candidates", resume()).json["lines"]
    with people.database.session(write=True) as session:
        candidate = session.get_one(Candidate, UUID(line["id"]))
        candidate.account_id = person.account_id
        session.commit()
    assert statuses(send(importer, "candidates", resume())) == ["unchanged"]
    answer = send(importer, "candidates", resume(skills=[{"name": "Other"}]))
    assert statuses(answer) == ["refused"]


def test_only_the_operator_records_consents(people: People) -> None:
    query = "?consent=matching&basis=Signed%20at%20the%20fair"
    assert send(people.person(), "candidates", resume(), query=query).status_code == 403
    admin = people.admin()
    assert send(admin, "candidates", resume(), query="?consent=matching").status_code == 422
    [line] = send(admin, "candidates", resume()).json["lines"]
    assert statuses(send(admin, "candidates", resume(), query=query)) == ["updated"]
    assert statuses(send(admin, "candidates", resume(), query=query)) == ["unchanged"]
    profile = admin.get(f"/candidates/{line['id']}").json
    assert profile["visibility"] == "anonymous"
    assert [(each["purpose"], each["basis"]) for each in profile["consents"]] == [
        ("matching", "Signed at the fair")
    ]


@pytest.mark.parametrize("what", ["roles", "candidates"])
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"\n\n", 400),
        (b"\x1f\x8b\x08\x00", 400),
        (b"{}\n" * 5001, 413),
        (b"x" * 50_000_000, 413),
    ],
)
def test_a_bad_body_is_refused_whole(people: People, what: str, raw: bytes, status: int) -> None:
    answer = send(people.person(), what, raw)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_other_types_of_body_are_refused(people: People) -> None:
    importer = people.person()
    for content_type in ("application/json", "application/json-seq", "text/plain"):
        answer = importer.send("POST", "/imports/roles", data=b"{}", content_type=content_type)
        assert answer.status_code == 415
        assert NDJSON in answer.json["detail"]


def test_a_token_needs_the_scope(people: People) -> None:
    reader = people.person(scopes=("imports:read", "roles:write"))
    assert send(reader, "roles", posting()).status_code == 403
    assert send(people.anyone(), "roles", posting()).status_code == 401


def test_a_bad_parameter_is_named(people: People) -> None:
    answer = send(people.person(), "roles", posting(), query="?dry_run=maybe")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/dry_run"


def test_the_same_key_imports_once(people: People) -> None:
    importer = people.person()
    key = {"Idempotency-Key": "once"}
    first = send(importer, "roles", posting(), headers=key)
    again = send(importer, "roles", posting(), headers=key)
    assert again.json == first.json
    assert statuses(again) == ["created"]


def test_two_imports_at_once_write_each_line_once(people: People) -> None:
    importer = people.person()
    lines = [posting(identifier=number) for number in range(120)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: send(importer, "roles", *lines), range(2)))
    made = [status for answer in answers for status in statuses(answer)]
    assert made.count("created") == 120
    assert statuses(send(importer, "roles", *lines)) == ["unchanged"] * 120
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 120
