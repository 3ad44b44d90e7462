from datetime import timedelta
from typing import Any

from marketplace.clock import today
from tests.people import Person


def posting(employer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a role that may be opened."""
    return {
        "employer_id": employer["id"],
        "title": "Perovskite cell engineer",
        "description": "You take a tandem cell from the bench to a pilot line.",
        "sectors": ["renewable_energy"],
        "city": "Chengdu",
        "headcount": 2,
        "salary": {"min": 300_000, "max": 450_000, "currency": "CNY", "period": "year"},
        "valid_through": (today() + timedelta(days=30)).isoformat(),
        **changes,
    }


def drafted(owner: Person, employer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Post a draft and return it."""
    answer = owner.post("/roles", posting(employer, **changes))
    assert answer.status_code == 201, answer.json
    role: dict[str, Any] = answer.json
    return role


def opened(owner: Person, employer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Post a role, open it and return it."""
    role = drafted(owner, employer, **changes)
    answer = owner.post(f"/roles/{role['id']}/transitions", {"to": "open"})
    assert answer.status_code == 200, answer.json
    moved: dict[str, Any] = answer.json
    return moved


def pointers(answer: Any) -> list[str]:
    """Return the places that a refusal names."""
    return [error["pointer"] for error in answer.json["errors"]]
