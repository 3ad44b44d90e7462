"""Who hides from an employer leaves no trace for it, under any of its names."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.candidates.codes import code_of
from models import Candidate
from tests.people import People, Person
from tests.security.world import SECRET, canary, made, profile_body, role_body

DOMAIN = "aurora-lab.cn"
SITE = f"https://jobs.{DOMAIN}/en"
HIDES = {
    "id": "{target}",
    "website": DOMAIN,
    "website with www": f"www.{DOMAIN}",
    "domain of a member's address": "aurora-mail.cn",
}
FILTERS = (
    "",
    "?sort=newest",
    "?limit=1",
    "?hub=hangzhou",
    "?sector=quantum_computing&degree=doctor",
    "?k_sponsorship=met&k_self_initiated=met,not_met,unknown",
    "?k_switch=unknown",
)


class Stage:
    """An employer from whom somebody hides, another, and people who do not hide."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.target, self.target_id = self.employer(website=SITE)
        member = {"email": "hr@aurora-mail.cn", "part": "viewer"}
        made(self.target.post(f"/employers/{self.target_id}/members", member))
        self.other, self.other_id = self.employer()
        self.role = self.open_role(self.target, self.target_id)
        self.other_role = self.open_role(self.other, self.other_id)
        for number in range(3):
            self.candidate(f"seen{number}")
        self.without = self.seen_by(self.target, self.role)
        self.hider, self.hider_id = self.candidate("hider", visibility="hidden")
        number_of = sa.select(Candidate.number).where(Candidate.id == UUID(self.hider_id))
        self.number: int = people.scalar(number_of)

    def employer(self, **fields: Any) -> tuple[Person, str]:
        """Make a verified employer; return its owner and its id."""
        owner, employer = self.people.owner(**fields)
        return owner, employer["id"]

    def open_role(self, owner: Person, employer_id: str) -> str:
        """Make an open role; return its id."""
        id_ = made(owner.post("/roles", role_body(employer_id)))
        assert owner.post(f"/roles/{id_}/transitions", {"to": "open"}).status_code == 200
        return id_

    def candidate(self, name: str, visibility: str = "anonymous") -> tuple[Person, str]:
        """Make a candidate who consents to matching; return them and their id."""
        person = self.people.person(name)
        id_ = made(person.post("/candidates", profile_body(name)))
        consented = person.send("PUT", f"/candidates/{id_}/consents/matching", json={})
        assert consented.status_code == 200
        assert person.patch(f"/candidates/{id_}", {"visibility": visibility}).status_code == 200
        return person, id_

    def hide(self, entry: str, visibility: str) -> None:
        """Let the hider be found by everybody but the entry."""
        hidden_from = [entry.format(target=self.target_id)]
        body = {"visibility": visibility, "hidden_from": hidden_from}
        changed = self.hider.patch(f"/candidates/{self.hider_id}", body)
        assert changed.status_code == 200, changed.json

    def code(self, employer_id: str) -> str:
        """Return the hider's code for an employer."""
        return code_of(self.number, UUID(employer_id), SECRET)

    def seen_by(self, owner: Person, role: str) -> list[Any]:
        """Return all that an employer is told of candidates and counts."""
        return list(self._looks(owner, role))

    def _looks(self, owner: Person, role: str) -> Iterator[Any]:
        for query in FILTERS:
            path: str | None = f"/roles/{role}/matches{query}"
            while path:
                answer = owner.get(path).json
                yield query, answer["data"], answer["page"]["total"]
                cursor = answer["page"]["next_cursor"]
                mark = "&" if query else "?"
                path = cursor and f"/roles/{role}/matches{query}{mark}cursor={cursor}"
        preview = {"role": {"title": "Researcher: surface codes"}}
        for query in FILTERS:
            previewed = owner.post(f"/matches/preview{query}", preview).json
            yield query, previewed["data"], previewed["page"]["total"]
        for path in ("/invitations", "/applications"):
            yield owner.get(path).json
        yield owner.get("/exports/candidates.ndjson").text.count("\n")
        found = owner.get("/roles?q=surface").json
        yield found["facets"], found["page"]


@pytest.fixture(scope="module")
def stage(module_people: People) -> Stage:
    """A stage for the whole module: each test lets the hider hide anew."""
    return Stage(module_people)


@pytest.mark.parametrize("visibility", ["anonymous", "open"])
@pytest.mark.parametrize("entry", HIDES.values(), ids=HIDES)
def test_who_hides_leaves_no_trace(stage: Stage, entry: str, visibility: str) -> None:
    stage.hide(entry, visibility)
    assert stage.seen_by(stage.target, stage.role) == stage.without
    check_unreachable(stage, stage.target, stage.target_id, stage.role)


@pytest.mark.parametrize("visibility", ["anonymous", "open"])
def test_the_other_employer_sees_who_hides_from_the_first(stage: Stage, visibility: str) -> None:
    """Without this, a candidate whom nobody sees would pass."""
    stage.hide("{target}", visibility)
    path = f"/roles/{stage.other_role}/matches"
    assert stage.other.get(path).json["page"]["total"] == 4
    who = stage.code(stage.other_id) if visibility == "anonymous" else stage.hider_id
    assert stage.other.get(f"{path}/{who}").status_code == 200


@pytest.mark.parametrize(
    ("entry", "website", "address"),
    [
        ("{target}", SITE, None),
        (DOMAIN, f"https://new.{DOMAIN}", None),
        (DOMAIN, None, f"owner@it.{DOMAIN}"),
        ("aurora-mail.cn", None, "owner@aurora-mail.cn"),
        ("aurora-mail.cn", "https://aurora-mail.cn", None),
    ],
)
def test_an_employer_made_today_under_the_same_domain_sees_nothing(
    stage: Stage, entry: str, website: str | None, address: str | None
) -> None:
    owner, employer_id = stage.employer(website=website)
    if address:
        member = {"email": address, "part": "viewer"}
        made(owner.post(f"/employers/{employer_id}/members", member))
    role = stage.open_role(owner, employer_id)
    stage.hide(entry, "anonymous")
    assert owner.get(f"/roles/{role}/matches").json["page"]["total"] == 3
    check_unreachable(stage, owner, employer_id, role)


def test_looking_for_who_hides_reads_no_more_than_for_nobody(stage: Stage) -> None:
    """Else the time that it takes would tell that somebody known by a code is still there."""
    stage.hide("{target}", "open")
    read: list[list[str]] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        read[-1].append(statement)

    engine, nobody = stage.people.database.engine, "01920000-0000-7000-8000-000000000009"
    path = f"/roles/{stage.role}/matches"
    stage.target.get(path)  # the process is in step
    sa.event.listen(engine, "before_cursor_execute", note)
    for who in (stage.code(stage.target_id), "C-00000000", stage.hider_id, nobody):
        read.append([])
        assert stage.target.get(f"{path}/{who}").status_code == 404
    sa.event.remove(engine, "before_cursor_execute", note)
    assert read[0] == read[1]
    assert read[2] == read[3]


def check_unreachable(stage: Stage, owner: Person, employer_id: str, role: str) -> None:
    """Neither id nor code finds the hider, and both look like nobody's."""
    nobody = "01920000-0000-7000-8000-000000000009"
    answers = []
    for who in (stage.hider_id, stage.code(employer_id), nobody, "C-00000000"):
        body = {"role_id": role, "candidate": who, "message": canary("owner", "lure")}
        answers += [
            owner.get(f"/roles/{role}/matches/{who}"),
            owner.post("/invitations", body),
            owner.get(f"/candidates/{who}"),
        ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json["detail"] for answer in answers[:2] + answers[6:8]}) == 1
    assert stage.hider.get(f"/candidates/{stage.hider_id}/access_log").json["page"]["total"] == (
        seen_before(stage)
    )


def seen_before(stage: Stage) -> int:
    """Return how often the other employer, who may, has looked at the hider."""
    log = stage.hider.get(f"/candidates/{stage.hider_id}/access_log").json["data"]
    return sum(view["employer"]["id"] == stage.other_id for view in log)
