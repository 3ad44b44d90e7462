"""One candidate of a role, as far as the role's members may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template

from marketplace.applications.bulk import may_be_taken_back, onward_from
from marketplace.applications.people import CONTACT, note_looks
from marketplace.auth import caller
from marketplace.clock import now
from marketplace.database import separately, session
from marketplace.employers.dossiers import Dossier, dossier_of
from marketplace.employers.keeping import kept_on
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.pages.candidates import desk, view
from marketplace.employers.pages.cells import skill_cells
from marketplace.employers.pages.letters import letters_for
from marketplace.employers.ranking import look_at, matched
from marketplace.html.forms import Form
from marketplace.matches.services import MATCH
from marketplace.reviews.people import Reviewed
from marketplace.reviews.scorecards import attributes_of


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
    dossier = dossier_of(session(), caller(), person)
    shown = {**_kept(person), **_history(person, dossier), **_rights(person)}
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
        letter=person.say(dossier.letter),
        answered=person.say_answers(dossier.answers),
        dossier=dossier,
        forms={"note": Form(), "scorecard": _own_form(dossier, shown["attributes"])} | forms,
        blank=Form(),
        **shown,
    )
    _note_views(person, matched=match is not None)
    return page


def _note_views(person: Reviewed, *, matched: bool) -> None:
    """Let the candidate see what a member saw of them."""
    viewer, whom, role_id = caller(), person.candidate.id, person.role.id
    looks = [MATCH] if matched else []
    looks += [CONTACT] if person.shows_contact else []
    if looks:
        separately(lambda writing: note_looks(writing, viewer, whom, role_id, looks))


def _kept(person: Reviewed) -> dict[str, Any]:
    """Return what the members keep on the candidate, and what their forms offer."""
    employer_id, id_ = person.role.employer_id, person.candidate.id
    kept = kept_on(session(), person.role, [id_])
    return {
        "tags": kept.tags[id_],
        "tag_names": kept.tag_names,
        "letters": letters_for(employer_id, "message"),
        "owner": kept.owners.get(id_),
        "members": kept.members,
        "attributes": attributes_of(person.role),
    }


def _history(person: Reviewed, dossier: Dossier) -> dict[str, Any]:
    application = person.application
    last = dossier.moves[-1] if dossier.moves else None
    may_undo = last is not None and last.batch_id is not None and may_be_taken_back(last)
    return {
        "now": now(),
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


def _own_form(dossier: Dossier, attributes: Sequence[str]) -> Form:
    """Return one's own scorecard as its form shows it; levels stand by the attribute's place."""
    card = dossier.judgements.own
    if card is None:
        return Form()
    levels = {
        f"level.{place}": [str(card.levels.get(name, ""))] for place, name in enumerate(attributes)
    }
    return Form({**levels, "overall": [str(card.overall)], "text": [card.text or ""]})
