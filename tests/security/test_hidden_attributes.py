"""What a candidate keeps to themselves moves no score and can be found by no word."""

from typing import Any

import pytest

from tests.people import People, Person
from tests.security.world import made, profile_body, role_body

SHARED = profile_body("twin")
# What each twin keeps to themselves, given only to us.
STATUSES: dict[str, dict[str, Any] | None] = {
    "K holder": {"visa": "K", "k_expires": "2030-01-01", "current_province": "CN-SH"},
    "Z holder": {"visa": "Z", "work_permit": True, "work_permit_employer": "Zephyrine Works"},
    "young": {"visa": "none", "birth_year": 2001},
    "old": {"visa": "none", "birth_year": 1961},
    "silent": None,
}
NAMES = ["Fatima Al-Zahra", "王小明", "John Smith", "Oksana Kovalenko", "Adaeze Okafor"]


class Twins:
    """An employer with a role, and candidates who differ in what they keep to themselves."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.owner, self.employer = people.owner()
        self.role = self.open_role()
        for name, status in zip(NAMES, STATUSES.values(), strict=True):
            self._twin(name, status)

    def open_role(self, **fields: Any) -> str:
        """Make an open role; return its id."""
        id_ = made(self.owner.post("/roles", role_body(self.employer["id"], **fields)))
        assert self.owner.post(f"/roles/{id_}/transitions", {"to": "open"}).status_code == 200
        return id_

    def _twin(self, name: str, status: dict[str, Any] | None) -> None:
        person: Person = self.people.person("twin")
        contact = {**SHARED["contact"], "name": name}
        path = f"/candidates/{made(person.post('/candidates', {**SHARED, 'contact': contact}))}"
        for purpose in ("matching", "sensitive_status"):
            assert person.send("PUT", f"{path}/consents/{purpose}", json={}).status_code == 200
        changed = person.patch(path, {"visibility": "anonymous", "status": status})
        assert changed.status_code == 200, changed.json

    def ranked(self, role: str, query: str = "") -> list[dict[str, Any]]:
        """Return the matches of a role."""
        answer = self.owner.get(f"/roles/{role}/matches{query}")
        assert answer.status_code == 200, answer.json
        matches: list[dict[str, Any]] = answer.json["data"]
        return matches


@pytest.fixture(scope="module")
def twins(module_people: People) -> Twins:
    """The twins of the whole module."""
    return Twins(module_people)


def test_twins_are_told_apart_by_their_code_and_rank_alone(twins: Twins) -> None:
    matches = twins.ranked(twins.role, "?terms=all")
    assert len(matches) == len(NAMES)
    for match in matches:
        assert match.pop("rank")
        assert match["candidate"].pop("code")
    assert matches[0]["score"] > 0
    assert matches == [matches[0]] * len(NAMES)


@pytest.mark.parametrize("flag", ["k_sponsorship", "k_self_initiated", "k_switch", "pr_pathway"])
@pytest.mark.parametrize("outcome", ["met", "not_met", "unknown"])
def test_no_filter_tells_twins_apart(twins: Twins, flag: str, outcome: str) -> None:
    path = f"/roles/{twins.role}/matches?{flag}={outcome}"
    answer = twins.owner.get(path).json
    assert answer["page"]["total"] in (None, len(NAMES))  # fewer than five are not counted
    assert len(answer["data"]) in (0, len(NAMES))
    assert "facets" not in answer


def test_no_word_finds_what_is_kept(twins: Twins) -> None:
    words = ["Zephyrine Works", "K visa", "Z visa", "born 2001", "born 1961", *NAMES]
    skills = [{"name": word, "required": True} for word in words]
    role = twins.open_role(title="Zephyrine Works 王小明 Fatima", skills=skills, sectors=["ai"])
    matches = twins.ranked(role, "?terms=all")
    asked = {word.lower() for name in words for word in name.split()} - {"visa"}
    for match in matches:
        assert match["must_haves"]["met"] == 0
        terms = {term["term"].lower() for term in match["contributions"]}
        assert not terms & asked
    scores = {match["score"] for match in matches}
    assert len(scores) <= 1
