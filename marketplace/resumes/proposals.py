"""What a résumé would change in a profile, section by section."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.candidates.entries import content_of
from marketplace.errors import Invalid
from marketplace.http.fields import MAX_ITEMS
from marketplace.imports.own_words import WISHES
from marketplace.messages import Message
from models import Candidate

CONTACT = ("name", "email", "phone", "links")
TEXTS = ("headline", "summary")
SAME, NEW, DIFFERS = "same", "new", "differs"
KEEP, ADD, REPLACE = CHOICES = ("keep", "add", "replace")

Entry = Mapping[str, Any]


def _folded(*names: str) -> Callable[[Entry], tuple[str, ...]]:
    """Return what tells whether two entries speak of the same thing."""
    return lambda entry: tuple(str(entry.get(name) or "").casefold().strip() for name in names)


IDENTITIES: Mapping[str, Callable[[Entry], tuple[str, ...]]] = {
    "skills": _folded("name"),
    "experience": _folded("title", "organisation", "start"),
    "education": _folded("institution", "degree", "field"),
    "patents": _folded("title"),
    "publications": _folded("title"),
    "awards": _folded("title"),
    "languages": _folded("language"),
}
SECTIONS = (*CONTACT, *TEXTS, *IDENTITIES, *WISHES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One section as the profile has it and as the résumé says it."""

    section: str
    state: str
    mine: Any
    proposed: Any
    added: Sequence[Entry] = ()  # entries that the profile lacks

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be done with it; a section that says the same asks nothing."""
        if self.state == SAME:
            return ()
        if self.state == DIFFERS and self.added:
            return CHOICES
        return (KEEP, REPLACE)


def differences(candidate: Candidate, fields: Mapping[str, Any]) -> list[Difference]:
    """Compare what a résumé says with the profile; what it leaves out is not compared."""
    said = {**fields, **fields.get("contact", {})}
    return [
        _difference(section, getattr(candidate, section), said[section])
        for section in SECTIONS
        if said.get(section) is not None
    ]


def _difference(section: str, mine: Any, proposed: Any) -> Difference:  # noqa: ANN401 - text or entries
    added: list[Entry] = []
    if section in IDENTITIES and mine is not None:
        mine = [content_of(entry) for entry in mine]
    if section in IDENTITIES:
        identity = IDENTITIES[section]
        known = {identity(entry) for entry in mine or ()}
        added = [entry for entry in proposed if identity(entry) not in known]
    state = SAME if mine == proposed else NEW if mine in (None, [], "") else DIFFERS
    return Difference(section=section, state=state, mine=mine, proposed=proposed, added=added)


def chosen_fields(found: Sequence[Difference], choices: Mapping[str, str]) -> dict[str, Any]:
    """Return the change of a profile that a person chose; a section without a choice is kept.

    Raises:
        Invalid: a choice is none of the section's, or more entries would come than may stand.
    """
    fields: dict[str, Any] = {}
    for each in found:
        choice = choices.get(each.section, KEEP)
        if choice == KEEP:
            continue
        if choice not in each.choices:
            allowed = ", ".join(each.choices or (KEEP,))
            raise Invalid.at(
                f"#/{each.section}", Message("Not one of: {choices}.", choices=allowed)
            )
        fields[each.section] = each.proposed if choice == REPLACE else [*each.mine, *each.added]
        if each.section in IDENTITIES and len(fields[each.section]) > MAX_ITEMS:
            raise Invalid.at(
                f"#/{each.section}", Message("More than {max} entries.", max=MAX_ITEMS)
            )
    contact = {name: fields.pop(name) for name in CONTACT if name in fields}
    return fields | ({"contact": contact} if contact else {})
