"""Profiles that tests write."""

from typing import Any

from tests.people import Answer, People, Person

PROFILE: dict[str, Any] = {
    "contact": {
        "name": "Ada Moreau",
        "phone": "+33 1 23 45 67 89",
        "links": ["https://moreau.example/ada"],
    },
    "headline": "Builds decoders",
    "summary": "Ada Moreau worked at Harbour Labs.",
    "skills": [{"name": "Python", "years": 6}],
    "experience": [
        {
            "title": "Researcher",
            "organisation": "Harbour Labs",
            "sector": "ai",
            "start": "2019-04",
            "end": None,
            "summary": "Led a group.",
            "leads_rd": True,
            "stem_research": False,
        }
    ],
    "education": [
        {
            "institution": "Lakeside University",
            "degree": "master",
            "field": "Physics",
            "sectors": ["ai"],
            "stem": True,
            "end": "2018",
        }
    ],
    "patents": [{"number": "CN1234567", "title": "A decoder"}],
    "publications": [{"doi": "10.1234/abcd", "title": "On decoders"}],
    "awards": [{"title": "Best thesis", "issuer": "Lakeside University"}],
    "languages": [{"language": "zh", "level": "HSK4"}, {"language": "fr", "level": "native"}],
    "hubs": ["shanghai"],
    "salary_min": {"amount": 400_000, "currency": "CNY", "period": "year"},
    "notice_weeks": 4,
    "visibility": "anonymous",
}
STATUS: dict[str, Any] = {
    "visa": "K",
    "k_expires": "2027-06-30",
    "current_sectors": ["ai"],
    "current_province": "CN-SH",
    "work_permit": False,
    "work_permit_employer": None,
    "work_residence_permit": False,
    "birth_year": 1994,
}


def profiled(people: People, **fields: Any) -> tuple[Person, dict[str, Any]]:
    """Return somebody with a profile of their own, and the profile."""
    person = people.person("seeker")
    answer = person.post("/candidates", PROFILE | fields)
    assert answer.status_code == 201, answer.json
    return person, answer.json


def managed(people: People, email: str = "bo@there.example") -> tuple[Person, dict[str, Any]]:
    """Return an integration, and a profile that it made for somebody."""
    integration = people.person("integration")
    contact = PROFILE["contact"] | {"email": email}
    answer = integration.post("/candidates", {"contact": contact, "headline": "Welds"})
    assert answer.status_code == 201, answer.json
    return integration, answer.json


def consent(person: Person, candidate_id: str, purpose: str) -> Answer:
    """Give a consent."""
    return person.send("PUT", f"/candidates/{candidate_id}/consents/{purpose}", json={})
