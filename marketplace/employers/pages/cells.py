"""How a candidate stands to one requirement, in words, with what they wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from marketplace.matches.quoting import Quotable, Quote


@dataclass(frozen=True, slots=True)
class Cell:
    """How one candidate stands to one requirement."""

    outcome: str  # met, near, not_met or unknown
    text: str
    quotes: tuple[Quote, ...] = ()  # what the candidate wrote
    fact: str = ""  # what the profile states

    @property
    def plain(self) -> str:
        """All of it as one text."""
        return ": ".join(
            filter(None, [self.text, self.fact, *(f"“{q.text}”" for q in self.quotes)])
        )


def skill_cell(match: Mapping[str, Any], texts: Quotable, name: str) -> Cell:
    """Return whether a skill is named, and in which words; what is not may still be there."""
    if name not in [item["term"] for item in match["missing"]]:
        return Cell("met", gettext("Named"), texts.quotes([name]))
    near = [item["have"] for item in match["adjacent"] if item["asked"] == name]
    if near:
        told = gettext("Not named; near it: %(skills)s", skills=gettext(", ").join(near))
        return Cell("near", told, texts.quotes(near))
    return Cell("unknown", gettext("Not named"))


def skill_cells(
    role: Any,  # noqa: ANN401 - a role
    match: Mapping[str, Any],
    texts: Quotable,
) -> Sequence[tuple[Mapping[str, Any], Cell]]:
    """Return the skills that a role asks, the required ones first, each with its cell."""
    skills = sorted(role.skills, key=lambda skill: not skill["required"])
    return [(skill, skill_cell(match, texts, skill["name"])) for skill in skills]
