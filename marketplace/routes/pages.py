"""The visa routes side by side, as published and for the facts that somebody states."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.assessments.questions import known_facts, questions, stated
from marketplace.clock import today
from marketplace.errors import Invalid
from marketplace.html.forms import Form, sent_form
from marketplace.http.languages import asked_language
from marketplace.policies.installed import installed_packs
from marketplace.routes import services
from marketplace.routes.points import answers_in, points_questions, points_texts
from matching.policy.routes.situation import CRS, FROM_CRS

ASKED = (
    "candidate.degree_level",
    "candidate.degree_sectors",
    "candidate.degree_stem",
    "candidate.age",
    "candidate.experience_years",
    "candidate.years_in_sector",
    "candidate.postdoc",
    "candidate.talent_plan",
    "role.salary_annual_cny",
    "role.confirmation_letter",
    "role.specialty_occupation",
    "candidate.skilled_years",
    "candidate.clb_lowest",
)

route_pages = Blueprint("route_pages", __name__, url_prefix="/visa-routes")


@route_pages.get("")
def show_routes() -> str:
    """Show what is published of every route."""
    return _page(Form(), services.list_routes(asked_language())["routes"])


@route_pages.post("")
def compare_routes() -> ResponseReturnValue:
    """Show how every route comes out for some facts; nothing is stored."""
    form, language = sent_form(), asked_language()
    packs, day = installed_packs(), today()
    known = known_facts(services.packs_in_question(packs, day=day))
    try:
        answers = answers_in(form)
        settled = FROM_CRS if answers[CRS] else ()  # by the answers, which say more
        asked = [name for name in ASKED if name not in settled]
        wanted = {name: known[name] for name in asked if name in known}
        compared = services.compare_routes(
            packs,
            day=day,
            province=None,
            facts=stated(form, wanted),
            language=language,
            **answers,
        )
    except Invalid as refusal:
        refused = form.refused(_in_the_form(refusal))
        return _page(refused, services.list_routes(language)["routes"]), Invalid.status
    return _page(form, compared["routes"], is_compared=True)


def _in_the_form(refusal: Invalid) -> Invalid:
    """Return a refusal whose places are those of the form: it has no level above the groups."""
    errors = [
        {**each, "pointer": each["pointer"].replace("#/facts/", "#/")} for each in refusal.errors
    ]
    return Invalid(refusal.detail, errors)


def _by_value(route: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sources of a route by the value that each stands for."""
    return {source["of"]: source for source in route["sources"]}


def _page(form: Form, routes: list[dict[str, Any]], *, is_compared: bool = False) -> str:
    packs = services.packs_in_question(installed_packs(), day=today())
    return render_template(
        "routes/routes.html",
        form=form,
        routes=[{**route, "cited": _by_value(route)} for route in routes],
        is_compared=is_compared,
        questions=questions(packs, ASKED, asked_language()),
        points=points_questions(asked_language()),
        points_texts=points_texts(asked_language()),
    )
