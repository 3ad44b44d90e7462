"""The gaps of a letter, and what fills them for one candidate."""

import re
from collections.abc import Mapping

from marketplace.reviews.people import Reviewed

GAPS = ("name", "role", "employer")
_GAP = re.compile(r"\{(\w{1,40})\}")


def unknown_gaps(text: str) -> list[str]:
    """Return the gaps of a text that nothing fills."""
    return [gap for gap in _GAP.findall(text) if gap not in GAPS]


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its gaps filled; what is no gap of ours stays as it was typed."""
    return _GAP.sub(lambda gap: words.get(gap[1], gap[0]), text)


def words_for(person: Reviewed, nameless: str) -> dict[str, str]:
    """Return what fills the gaps for a candidate.

    Args:
        nameless: how to address somebody whose name the members do not see.
    """
    role = person.role
    name = person.brief()["name"] or nameless
    return {"name": name, "role": role.title, "employer": role.employer.name}
