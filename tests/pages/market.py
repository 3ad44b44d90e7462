"""What the demo's people do before anybody looks at the pages: no list is empty then."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask

from marketplace.candidates.codes import code_of
from marketplace.clock import today
from marketplace.database import Database
from marketplace.demo.sign_ins import sign_ins
from marketplace.operator.previews import change_names
from marketplace.policies.installed import installed_packs
from models import Candidate
from tests.people import BASE


@dataclass(frozen=True)
class Demo:
    """The demo's people, who call the API with their tokens."""

    app: Flask

    def call(self, part: str, method: str, path: str, body: object = None) -> Any:
        """Return the JSON of an answer that is no refusal."""
        secrets = {each.part: each.token for each in sign_ins(self.app.config["MARKETPLACE"])}
        headers = {"Authorization": f"Bearer {secrets[part]}", "If-Match": "*"}
        if method == "GET":
            answer = self.app.test_client().get(BASE + path, headers=headers)
        else:
            client = self.app.test_client()
            answer = client.open(BASE + path, method=method, headers=headers, json=body or {})
        assert answer.status_code < 300, (path, answer.get_data(as_text=True))
        return answer.json


def make_busy(app: Flask) -> None:
    """Let candidates apply, employers answer, and the operator have work."""
    demo = Demo(app)
    me = demo.call("candidate", "GET", "/account")["candidate_id"]
    roles = demo.call("candidate", "GET", f"/candidates/{me}/matches?limit=6")["data"]
    ids = [each["role"]["id"] for each in roles]
    applications = [
        demo.call("candidate", "POST", "/applications", {"role_id": id_, "message": "I would."})
        for id_ in ids[:3]
    ]
    for application, stages in zip(
        applications[1:], (["screen"], ["screen", "interview"]), strict=True
    ):
        for stage in stages:
            path = f"/applications/{application['id']}/transitions"
            demo.call("employer", "POST", path, {"to": stage, "reason": "Fits."})
    found = demo.call("employer", "GET", f"/roles/{ids[3]}/matches?limit=3")["data"]
    known = [each["candidate"].get("code") or each["candidate"]["id"] for each in found]
    for who in {*known, _code(app, me, roles[3]["role"]["employer_id"])}:
        invited = {"role_id": ids[3], "candidate": who, "message": "Shall we talk?"}
        demo.call("employer", "POST", "/invitations", invited)
    demo.call("candidate", "POST", "/reports", {"role_id": ids[4], "reason": "other"})
    demo.call(
        "candidate", "POST", f"/candidates/{me}/evidence", {"section": "status", "proof": "seen"}
    )
    demo.call("candidate", "POST", "/tokens", {"name": "mine", "scopes": ["roles:read"]})
    with app.app_context():
        name = change_names(installed_packs(), today())[0]
    previewed = app.test_cli_runner().invoke(args=["policy-impact", name])
    assert previewed.exit_code == 0, previewed.output


def _code(app: Flask, candidate_id: str, employer_id: str) -> str:
    """Return the code under which an employer knows a candidate."""
    database: Database = app.extensions["database"]
    with database.session(write=False) as session:
        candidate = session.get_one(Candidate, UUID(candidate_id))
    secret = app.config["MARKETPLACE"].secret_key
    return code_of(candidate.number, UUID(employer_id), secret)
