"""Every call of the document, sent with its own examples, succeeds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from marketplace.candidates.codes import code_of
from marketplace.http.openapi import BASE, METHODS
from marketplace.roles.api import EXAMPLE
from models import Candidate
from tests.market import Applicant, Market
from tests.people import Answer, People, Person

NDJSON = "application/x-ndjson"
# What the examples name, and what it is called in the world of this test.
PLACEHOLDERS = {
    "01920000-0000-7000-8000-000000000001": "employer_id",
    "01920000-0000-7000-8000-000000000002": "open_role_id",
    "01920000-0000-4000-8000-000000000001": "claim_id",
    "C-7Q2M4K9A": "code",
}
# Who sends a call; the rest are the candidate's.
CALLERS = {
    "owner": (
        *("employers.update_employer", "employers.list_members", "employers.add_member"),
        *("employers.remove_member", "roles.create_role", "roles.update_role", "roles.delete_role"),
        *("roles.move_role", "matches.rank_candidates", "matches.show_candidate_match"),
        *("applications.move_application", "invitations.invite", "exports.export_roles"),
        *("webhooks.create_webhook", "webhooks.update_webhook", "webhooks.delete_webhook"),
        *("webhooks.show_webhook", "webhooks.list_deliveries", "webhooks.redeliver"),
        "webhooks.test_webhook",
    ),
    "admin": ("employers.verify_employer", "evidence.decide_evidence"),
    "newcomer": ("candidates.create_candidate", "accounts.delete_account"),
    "invited": ("invitations.respond",),
    "nobody": ("accounts.register", "assessments.assess", "reports.report_role"),
}
# Calls whose path names another thing than its parameters do.
ELSEWHERE = {
    "roles.delete_role": {"role_id": "second_draft_id"},
    "roles.move_role": {"role_id": "draft_id"},
    "roles.update_role": {"role_id": "draft_id"},
}
FIXED = {"purpose": "contact", "pack_id": "cn-k-seed", "version": "2025.1", "name": "hubs"}
FIXED |= {"other": FIXED["version"]}


@dataclass(frozen=True)
class Call:
    """One operation of the document."""

    method: str
    path: str
    operation: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its operationId."""
        return str(self.operation["operationId"])

    @property
    def expected(self) -> int:
        """The status that it documents for a success."""
        [status] = [int(each) for each in self.operation["responses"] if each.startswith("2")]
        return status


class World:
    """Who sends the calls, and what they are about."""

    def __init__(self, people: People, market: Market) -> None:
        applicant, invited = self.candidate(market), self.candidate(market)
        self.persons: dict[str, Person] = {
            "owner": market.owner,
            "admin": market.admin,
            "newcomer": people.person("newcomer"),
            "nobody": people.anyone(),
            "candidate": applicant.person,
            "invited": invited.person,
        }
        open_role = market.open_role(questions=EXAMPLE["questions"])
        other_role = market.open_role()
        profile = applicant.person.get(f"/candidates/{applicant.id}").json
        claim = {"section": "education", "claim_id": profile["education"][0]["id"], "proof": "x"}
        member = {"email": "viewer@example.org", "part": "viewer"}
        number = people.scalar(sa.select(Candidate.number).where(Candidate.id == UUID(invited.id)))
        code = code_of(number, UUID(market.employer["id"]), "a secret of the tests")
        invitation = {"role_id": other_role, "candidate": code, "message": "May we talk?"}
        token = {"name": "to be ended", "scopes": ["roles:read"]}
        hook = {"url": "https://hooks.example.org/", "events": ["role.created"]}
        webhook_id = made(market.owner.post("/webhooks", hook))
        employer = f"/employers/{market.employer['id']}"
        self.things = FIXED | {
            "employer_id": market.employer["id"],
            "role_id": open_role,
            "open_role_id": open_role,
            "draft_id": market.role(),
            "second_draft_id": market.role(),
            "candidate_id": applicant.id,
            "claim_id": claim["claim_id"],
            "code": code,
            "who": code,
            "member_id": made(market.owner.post(f"{employer}/members", member)),
            "evidence_id": made(
                applicant.person.post(f"/candidates/{applicant.id}/evidence", claim)
            ),
            "application_id": made(applicant.person.post("/applications", {"role_id": other_role})),
            "invitation_id": made(market.owner.post("/invitations", invitation)),
            "webhook_id": webhook_id,
            "delivery_id": made(market.owner.post(f"/webhooks/{webhook_id}/test")),
            "token_id": made(applicant.person.post("/tokens", token)),
            "search_id": made(
                applicant.person.post(
                    "/saved_searches", {"name": "AI", "query": {"sector": ["ai"]}}
                )
            ),
        }

    @staticmethod
    def candidate(market: Market) -> Applicant:
        """Return a candidate with a degree to prove, who may be invited."""
        return market.candidate(
            education=[{"degree": "doctor", "field": "Physics"}],
            consents=["matching", "contact"],
        )

    def send(self, call: Call) -> Answer:
        """Send a call with its examples."""
        callers = (who for who, names in CALLERS.items() if call.name in names)
        names = {**self.things}
        names |= {name: self.things[thing] for name, thing in ELSEWHERE.get(call.name, {}).items()}
        path = call.path.removeprefix(BASE).format_map(names)
        sent = dict(self.body(call))
        return self.persons[next(callers, "candidate")].send(call.method, path, **sent)

    def body(self, call: Call) -> Iterator[tuple[str, Any]]:
        """Yield what a call sends: its example, with the placeholders replaced."""
        content = call.operation.get("requestBody", {}).get("content", {})
        for kind, described in content.items():
            example = described["example"]
            text = example if kind == NDJSON else json.dumps(example)
            for placeholder, thing in PLACEHOLDERS.items():
                text = text.replace(placeholder, self.things[thing])
            yield "data", text
            yield "content_type", kind


def made(answer: Answer) -> str:
    """Return the id of what was made."""
    assert answer.status_code == 201, answer.json
    id_: str = answer.json["id"]
    return id_


def calls(document: dict[str, Any]) -> list[Call]:
    """Return the document's calls; what removes things comes last, parts before wholes."""
    found = [
        Call(method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method.upper() in METHODS
    ]
    return sorted(found, key=lambda call: (call.method == "DELETE", -len(call.path)))


def test_every_call_succeeds_with_its_examples(app: Flask, people: People) -> None:
    document = app.test_client().get(f"{BASE}/openapi.json").json or {}
    world = World(people, Market(people))
    listed = calls(document)
    assert {name for names in CALLERS.values() for name in names} <= {call.name for call in listed}
    failed = {}
    for call in listed:
        answer = world.send(call)
        if answer.status_code != call.expected:
            failed[call.name] = (answer.status_code, answer.json)
        elif example := answer_example(call):
            [line] = [json.loads(line) for line in answer.text.splitlines()][:1]
            assert example.keys() <= line.keys(), call.name
    assert failed == {}


def answer_example(call: Call) -> dict[str, Any] | None:
    """Return the example of a call's answer, if it has one."""
    content = call.operation["responses"][str(call.expected)].get("content", {})
    example = content.get(NDJSON, {}).get("example")
    return None if example is None else dict(json.loads(example))
