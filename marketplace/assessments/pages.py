"""Do I qualify? A few facts in plain words, and what the rules make of them; nothing is stored."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.assessments import services
from marketplace.assessments.questions import known_facts, questions, stated
from marketplace.assessments.wording import put_to_you
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import Gone, Invalid, NotFound
from marketplace.html.forms import Form, sent_form
from marketplace.http.languages import asked_language
from marketplace.matches.flags import OFFICIAL, SEED, official_pack_of, pack_of
from marketplace.policies.installed import installed_packs
from marketplace.policies.reading import words
from marketplace.roles.services import visible_role
from marketplace.routes.points import answers_in, points_questions, points_texts
from marketplace.routes.services import compare_routes, packs_in_question

YOU = (
    "candidate.degree_level",
    "candidate.degree_sectors",
    "candidate.degree_stem",
    "candidate.age",
    "candidate.years_in_sector",
    "candidate.patents",
    "candidate.publications",
    "candidate.rd_lead",
    "candidate.awards",
)
ROLE = ("role.sectors", "employer.kind")
STATUS = ("status.visa", "status.k_expires", "status.current_sectors")
ASKED = (*YOU, *ROLE, *STATUS)

assessment_pages = Blueprint("assessment_pages", __name__)


@assessment_pages.app_template_filter("to_you")
def _to_you(text: str) -> str:
    """Put a question that a remedy asks to whoever reads it."""
    return put_to_you(text, asked_language())


@assessment_pages.get("/qualify")
def show_questions() -> ResponseReturnValue:
    """Ask for the facts; those that the address states are answered at once."""
    given = {name: request.args.getlist(name) for name in ASKED if name in request.args}
    form = Form({**_of_role(request.args.get("role", "")), **given})
    return _answered(form) if given else _page(form, None)


@assessment_pages.post("/qualify")
def assess_facts() -> ResponseReturnValue:
    """Say what the rules make of the facts."""
    return _answered(sent_form())


def _answered(form: Form) -> ResponseReturnValue:
    try:
        flags = {pack: _assess(pack, form) for pack in (SEED, OFFICIAL)}
        counted = _counted(form)
    except Invalid as refusal:
        return _page(form.refused(refusal), None), Invalid.status
    return _page(form, flags, counted)


def _counted(form: Form) -> list[Mapping[str, Any]]:
    """Return the routes whose points somebody began to count."""
    answers = answers_in(form)
    if not any(answers.values()):
        return []
    packs, day = installed_packs(), today()
    known = known_facts(packs_in_question(packs, day=day))
    facts = stated(form, {name: fact for name, fact in known.items() if name in ASKED})
    place = form.value("province") or None
    language = asked_language()
    compared = compare_routes(
        packs, day=day, province=place, facts=facts, language=language, **answers
    )
    return [route for route in compared["routes"] if route.get("points")]


def _assess(pack_id: str, form: Form) -> Mapping[str, Any]:
    """Return every flag of a pack; facts that it does not ask for are left out."""
    packs = installed_packs()
    pack = services.pack_in_force(packs, pack_id, today())
    known = {name: fact for name, fact in known_facts([pack]).items() if name in ASKED}
    province = form.value("province") or None
    question = services.Question(pack_id=pack_id, day=today(), province=province, reforms=())
    told = services.assess(caller(), packs, question, stated(form, known), asked_language())
    flags: Mapping[str, Any] = told["flags"]
    return flags


def _page(
    form: Form,
    flags: Mapping[str, Mapping[str, Any]] | None,
    counted: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Show the questions, and what the rules make of the answers."""
    day, language = today(), asked_language()
    packs = (official_pack_of(day), pack_of(day))
    return render_template(
        "assessments/qualify.html",
        form=form,
        flags=flags,
        counted=counted,
        points=points_questions(language),
        points_texts=points_texts(language),
        you=questions(packs, YOU, language),
        role=questions(packs, ROLE, language),
        status=questions(packs, STATUS, language),
        pack=pack_of(day),
        official=official_pack_of(day),
        flag_titles={name: texts[language] for name, texts in words()["flag"].items()},
    )


def _of_role(role_id: str) -> dict[str, list[str]]:
    """Return what a role that may be seen answers."""
    try:
        role = visible_role(session(), caller(), UUID(role_id))
    except (ValueError, NotFound, Gone):
        return {}
    place = [role.province] if role.province else []
    return {
        "role.sectors": list(role.sectors or ()),
        "employer.kind": [role.employer.kind],
        "province": place,
    }
