"""One candidate of a role, as far as the role's members may see them."""

from typing import Any
from uuid import UUID

from flask import render_template

from marketplace.applications.bulk import may_be_taken_back, onward_from
from marketplace.applications.moves import moves_of
from marketplace.applications.people import note_contact
from marketplace.auth import caller
from marketplace.conversations.interviews import interviews_of
from marketplace.conversations.services import conversation_of
from marketplace.database import separately, session
from marketplace.employers.keeping import kept_on
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.pages.candidates import desk, view
from marketplace.employers.pages.cells import skill_cells
from marketplace.employers.pages.letters import letters_for
from marketplace.employers.ranking import look_at, matched
from marketplace.html.forms import Form
from marketplace.matches.services import note_look
from marketplace.reviews.notes import notes_of
from marketplace.reviews.people import Reviewed
from marketplace.reviews.scorecards import LEVELS, attributes_of, judgements_of
from marketplace.reviews.unblinding import unblinding_of


@employer_pages.get("/employer/roles/<uuid:role_id>/candidates/<code>")
def show_candidate(role_id: UUID, code: str) -> str:
    """Show a candidate; they see that somebody looked."""
    return candidate_page(role_id, code)


def candidate_page(role_id: UUID, code: str, **forms: Form) -> str:
    """Show a candidate.

    Args:
        forms: of the page, by name, that were refused.
    """
    looked = view(None, frozenset({"documents"}))
    _, [person] = look_at(desk(), role_id, [code], "see reviews", looked.today)
    found = matched(desk(), person, looked)
    match = None if found is None else found.match
    shown = {**_written(person), **_history(person), **_rights(person)}
    released, named = person.released(), person.brief()
    profile = released["profile"] if released else (match or {}).get("candidate", {}).get("profile")
    page = render_template(
        "employers/candidate.html",
        person=person,
        role=person.role,
        named=named,
        match=match,
        skills=[] if found is None else skill_cells(person.role, found.match, found.texts),
        released=released,
        profile=profile,
        letter=None if person.application is None else person.say(person.application.message),
        answered=[] if person.application is None else person.say_answers(person.application),
        forms={"note": Form(), "scorecard": _own_form(shown)} | forms,
        blank=Form(),
        **shown,
    )
    _note_views(person, matched=match is not None)
    return page


def _note_views(person: Reviewed, *, matched: bool) -> None:
    """Let the candidate see what a member saw of them."""
    viewer, pair = caller(), (person.candidate.id, person.role.id)

    def note(writing: Any) -> None:  # noqa: ANN401 - a session
        if matched:
            note_look(writing, viewer, *pair)
        if person.shows_contact:
            note_contact(writing, viewer, [pair])

    if matched or person.shows_contact:
        separately(note)


def _written(person: Reviewed) -> dict[str, Any]:
    """Return what the members wrote, and what both sides wrote to each other."""
    employer_id, id_ = person.role.employer_id, person.candidate.id
    kept = kept_on(session(), person.role, [id_])
    return {
        "tags": kept.tags[id_],
        "tag_names": kept.tag_names,
        "letters": letters_for(employer_id, "message"),
        "owner": kept.owners.get(id_),
        "members": kept.members,
        "notes": notes_of(session(), person),
        "judgements": judgements_of(session(), caller(), person),
        "attributes": attributes_of(person.role),
        "levels": LEVELS,
        "unblinding": unblinding_of(session(), person),
        "messages": conversation_of(session(), person.role.id, person.candidate.id)
        if person.shows_contact
        else [],
        "interviews": interviews_of(session(), person),
    }


def _history(person: Reviewed) -> dict[str, Any]:
    application = person.application
    moves = [] if application is None else list(moves_of(session(), application.id))
    last = moves[-1] if moves else None
    may_undo = last is not None and last.batch_id is not None and may_be_taken_back(last)
    return {
        "moves": moves,
        "undo_id": last.batch_id if last is not None and may_undo else None,
        "targets": () if application is None else onward_from(application.stage),
    }


def _rights(person: Reviewed) -> dict[str, bool]:
    who, employer_id = caller(), person.role.employer_id
    return {
        "may_write": who.may("write reviews", employer_id),
        "may_score": who.may("score", employer_id),
        "may_move": who.may("move applications", employer_id),
        "may_invite": who.may("invite", employer_id),
    }


def _own_form(shown: dict[str, Any]) -> Form:
    """Return one's own scorecard as its form shows it; levels stand by the attribute's place."""
    card = shown["judgements"].own
    if card is None:
        return Form()
    levels = {
        f"level.{place}": [str(card.levels.get(name, ""))]
        for place, name in enumerate(shown["attributes"])
    }
    return Form({**levels, "overall": [str(card.overall)], "text": [card.text or ""]})
