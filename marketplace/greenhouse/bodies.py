"""What Greenhouse is told of somebody: no more than it takes to know them there."""

from typing import Any

import orjson

from marketplace.greenhouse.names import names_in
from marketplace.html.translations import said_in
from marketplace.messages import Message
from marketplace.reviews.people import Reviewed
from marketplace.taxonomies.labels import label_of
from matching.policy.pack import Language
from models import GreenhousePush


def body_of(
    person: Reviewed, push: GreenhousePush, *, public_url: str, language: Language
) -> bytes:
    """Return what Greenhouse is told of somebody who released their contact and has a name."""
    candidate = person.candidate
    first, last = names_in(candidate.name or "")
    told: dict[str, Any] = {
        "prospect": push.job_id is None,
        "first_name": first,
        "last_name": last,
        "external_id": person.code,
        "websites": [
            {
                "url": f"{public_url}/employer/roles/{push.role_id}/candidates/{person.code}",
                "type": "other",
            }
        ],
        "notes": _note(person, push, language),
    }
    if push.job_id is not None:
        told["job_id"] = push.job_id
    if title := _current_title(candidate.experience):
        told["title"] = title
    if candidate.email:
        told["emails"] = [{"email": candidate.email, "type": "personal"}]
    if candidate.phone:
        told["phone_numbers"] = [{"phone_number": candidate.phone, "type": "other"}]
    return orjson.dumps(told)


def _current_title(posts: list[Any] | None) -> str | None:
    """Return what the open post that began last is called."""
    now_at = [post for post in posts or () if post["end"] is None and post["title"]]
    newest = max(now_at, key=lambda post: post["start"] or "", default=None)
    return None if newest is None else str(newest["title"])


def _note(person: Reviewed, push: GreenhousePush, language: Language) -> str:
    role = person.role.title
    if push.band is None:
        return said_in(Message("Role: {role}.", role=role), language)
    fit = label_of("band", push.band, language)
    return said_in(Message("Role: {role}. {fit}.", role=role, fit=fit), language)
