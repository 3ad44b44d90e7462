"""One whole story against a running service: from two strangers to a hire and an erasure.

``python -m tests.end_to_end.story URL MAIL_FOLDER ADMIN_TOKEN`` prints the log of its requests.
"""

import email
import email.policy
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

PASSWORD = "the harbour is quiet at dawn"
ROLE = {
    "title": "Quantum error-correction researcher",
    "description": "Design surface-code decoders and run them on our 72-qubit machine.",
    "requirements": "A doctorate in physics; Python or C++.",
    "skills": [
        {"name": "surface codes", "required": True},
        {"name": "Python", "required": True},
        {"name": "stim", "required": False},
    ],
    "sectors": ["quantum_computing"],
    "city": "Hangzhou",
    "province": "CN-ZJ",
    "work_mode": "on_site",
    "headcount": 2,
    "salary": {"min": 480000, "max": 720000, "currency": "CNY", "period": "year"},
    "degree_min": "doctor",
}
PROFILE = {
    "contact": {"name": "Ines Falk"},
    "headline": "Physicist: quantum error correction, surface codes",
    "summary": "Decoders for 表面码 in Python and C++.",
    "skills": [{"name": "surface codes", "years": 4}, {"name": "Python", "years": 9}],
    "education": [
        {"institution": "Northern Institute", "degree": "doctor", "sectors": ["quantum_computing"]}
    ],
    "hubs": ["hangzhou"],
    "salary_min": {"amount": 400000, "currency": "CNY", "period": "year"},
}


class Teller:
    """Sends the requests of one person and logs each."""

    def __init__(self, url: str, log: Callable[[str], None], token: str | None = None) -> None:
        self.url, self.log = url, log
        self.cookies = httpx.Cookies()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(self, method: str, path: str, expected: int, **kwargs: Any) -> Any:
        """Send one request, which must be answered as expected, and return its JSON."""
        with httpx.Client(base_url=self.url, timeout=30, headers=self.headers) as client:
            client.cookies = self.cookies
            answer = client.request(method, path, **kwargs)
            self.cookies = client.cookies
        shown, _, _ = path.partition("?")
        self.log(f"{method:<7}{shown} -> {answer.status_code}")
        if answer.status_code != expected:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.json() if is_json and answer.content else None

    def api(self, method: str, path: str, expected: int, body: Any = None, **kwargs: Any) -> Any:
        """Send one request to the API; a change is made to what is read just before."""
        headers = {}
        if method in {"PATCH", "PUT", "DELETE"} or path.endswith("/transitions"):
            headers["If-Match"] = self.tag(re.sub(r"/(transitions|consents/\w+)$", "", path))
        json = {"json": body} if body is not None else {}
        return self.send(method, f"/api/v1{path}", expected, headers=headers, **json, **kwargs)

    def tag(self, path: str) -> str:
        """Return the entity tag of a thing."""
        answer = httpx.get(f"{self.url}/api/v1{path}", headers=self.headers, timeout=30)
        found: str = answer.headers["ETag"]
        return found


def confirmation_path(folder: Path, address: str) -> str:
    """Wait for the mail that asks to confirm an address, and return the path of its link."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for path in folder.glob("*.eml"):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text = mail.get_content() if mail["To"] == address else ""
            if found := re.search(r"https?://[^/\s]+(/account/confirm/\S+)", text):
                return found.group(1)
        time.sleep(0.2)
    raise AssertionError(f"no mail to {address}")


def newcomer(url: str, log: Callable[[str], None], folder: Path, address: str) -> Teller:
    """Register, confirm the address, sign in and take a token."""
    person = Teller(url, log)
    person.api("POST", "/accounts", 202, {"email": address, "password": PASSWORD})
    person.send("GET", confirmation_path(folder, address), 302)
    accept = {"Accept": "application/json"}
    form = person.send("GET", "/account/login", 200, headers=accept)
    csrf = {"X-CSRFToken": form["response"]["csrf_token"]}
    login = {"email": address, "password": PASSWORD}
    signed_in = person.send("POST", "/account/login", 200, headers={**accept, **csrf}, json=login)
    fresh = signed_in["response"].get("csrf_token") or csrf["X-CSRFToken"]
    scopes = ["employers:write", "roles:write", "candidates:write", "matches:read"]
    wanted = {"name": "story", "scopes": [*scopes, "applications:write", "invitations:write"]}
    made = person.send("POST", "/api/v1/tokens", 201, headers={"X-CSRFToken": fresh}, json=wanted)
    return Teller(url, log, made["secret"])


def tell(url: str, folder: Path, admin_token: str, log: Callable[[str], None]) -> None:
    """Tell the whole story; an answer that is not as it should be ends it."""
    tale = str(time.time_ns())
    admin = Teller(url, log, admin_token)
    owner = newcomer(url, log, folder, f"owner-{tale}@story.example")
    employer = owner.api("POST", "/employers", 201, {"name": "Story Lab", "kind": "tech_company"})
    decision = {"status": "verified", "reason": "seen in the register"}
    admin.api("POST", f"/employers/{employer['id']}/verification", 200, decision)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 30 * 86400))
    draft = {**ROLE, "employer_id": employer["id"], "valid_through": soon}
    role = owner.api("POST", "/roles", 201, draft)
    owner.api("POST", f"/roles/{role['id']}/transitions", 200, {"to": "open"})

    person = newcomer(url, log, folder, f"ines-{tale}@story.example")
    profile = person.api("POST", "/candidates", 201, PROFILE)
    mine = f"/candidates/{profile['id']}"
    person.api("PUT", f"{mine}/consents/matching", 200, {})
    person.api("PATCH", mine, 200, {"visibility": "anonymous"})
    ranked = person.api("GET", f"{mine}/matches?limit=100", 200)["data"]
    [found] = [match for match in ranked if match["role"]["id"] == role["id"]]
    seen = owner.api("GET", f"/roles/{role['id']}/matches?limit=100", 200)["data"]
    [back] = [match for match in seen if match["candidate"]["headline"] == PROFILE["headline"]]
    assert back["score"] == found["score"] > 0
    assert "id" not in back["candidate"]
    total = sum(each["contribution"] for each in found["contributions"])
    assert abs(total + found["other_contributions"] - found["score"]) < 1e-9

    application = person.api("POST", "/applications", 201, {"role_id": role["id"]})
    there = f"/applications/{application['id']}"
    for stage in ("screen", "interview", "offer", "visa", "hired"):
        owner.api("POST", f"{there}/transitions", 200, {"to": stage})
    person.api("DELETE", mine, 204)
    left = owner.api("GET", f"/roles/{role['id']}/matches?limit=100", 200)["data"]
    assert all(match["candidate"]["headline"] != PROFILE["headline"] for match in left)
    owner.api("GET", there, 404)


if __name__ == "__main__":
    tell(sys.argv[1], Path(sys.argv[2]), sys.argv[3], print)
