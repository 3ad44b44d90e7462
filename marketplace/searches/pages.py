"""The search for roles as a page, for everyone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from marketplace.applications.services import applied_among
from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.database import session
from marketplace.html.frame import is_swap
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.marks.services import all_marks
from marketplace.matches.catalogue import catalogue
from marketplace.matches.flags import pack_of
from marketplace.matches.rankings import KEY_LENGTH
from marketplace.permissions import Caller
from marketplace.searches import rail, services
from marketplace.searches.asking import Question, ask
from marketplace.searches.cards import Cards, in_short, view_of_cards
from marketplace.searches.hubs import hub_figures
from marketplace.searches.services import Found
from marketplace.taxonomies.codes import taxonomy

search_pages = Blueprint("search_pages", __name__)

# How land.svg was drawn: plate carrée, true to size at 35 degrees north.
MAP_WEST, MAP_NORTH, MAP_UNITS, MAP_SQUEEZE = 70, 55, 10, math.cos(math.radians(35))
HINDRANCES = 3  # that are offered to be dropped
BY_MASK = {"salary": "salary_min", "posted": "posted_after"}  # where a filter's name is another


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Filters without which something would be found."""

    text: str
    count: int
    url: str
    is_one: bool


@search_pages.get("/roles")
def show_roles() -> Response:
    """Search the open roles."""
    who, day = caller(), today()
    is_candidate = who.candidate_id is not None and who.has_scope("matches:read")
    question = ask(request.args, is_candidate=is_candidate)
    after = open_cursor(question.query["cursor"], KEY_LENGTH)
    marks = all_marks(session(), who) if who.is_signed_in else {}
    query = {**question.query, "without": [id_ for id_ in marks if marks[id_] == "hidden"]}
    found = services.search_roles(
        session(), catalogue(), who, query, after=after, day=day, view=view_of_cards()
    )
    next_key = found.page.next_key
    pack = pack_of(day)
    shown = render_template(
        "searches/roles.html",
        question=question,
        found=found,
        cards=_cards(who, marks, found),
        today=day,
        is_candidate=is_candidate,
        pack_name=f"{pack.id} {pack.version}",
        eligible=_eligible(question, found),
        first=rail.facets(rail.FIRST, question, found.facets),
        more=rail.facets(rail.MORE, question, found.facets),
        switches={
            name: rail.switch(name, question, found.facets)
            for name in ("offers_sponsorship", "verified")
        },
        chips=rail.chips(question),
        recent=rail.recent_days(day, question.form.value("posted_after")),
        hindrances=[_hindrance(question, *each) for each in found.hindrances[:HINDRANCES]],
        next_url=None if next_key is None else question.url(("cursor", seal_cursor(next_key))),
        is_first=after is None,
    )
    response = make_response(shown)
    if is_swap():
        response.headers["HX-Push-Url"] = question.url()  # without the fields that were left blank
    return response


def _cards(who: Caller, marks: Mapping[UUID, str], found: Found) -> Cards:
    """Return what stands on the cards of the roles beside the roles themselves."""
    roles = [role for role, _fit in found.roles]
    return Cards(
        matches=in_short(roles, found.matches),
        marks=marks,
        applied=applied_among(session(), who, (role.id for role in roles)),
        replies=catalogue().replies.days(session(), {role.employer_id for role in roles}, at=now()),
        here=request.full_path.rstrip("?"),
        may_mark=who.is_signed_in,
    )


@search_pages.get("/hubs")
def show_hubs() -> str:
    """Show the hubs on a map, and the same in a table."""
    who, day = caller(), today()
    pack = pack_of(day)
    return render_template(
        "searches/hubs.html",
        figures=hub_figures(session(), catalogue(), who, day),
        places={entry["code"]: on_map(entry) for entry in taxonomy("hubs") if entry["city"]},
        pack_name=f"{pack.id} {pack.version}",
    )


def on_map(place: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a place is on the map of land."""
    east = (place["longitude"] - MAP_WEST) * MAP_SQUEEZE
    return round(east * MAP_UNITS), round((MAP_NORTH - place["latitude"]) * MAP_UNITS)


def _eligible(question: Question, found: Found) -> int | None:
    """Return how many of the found roles look eligible to the candidate who searches."""
    if "k_sponsorship" not in found.facets:
        return None
    wanted = question.query["k_sponsorship"]
    return 0 if wanted and "met" not in wanted else found.facets["k_sponsorship"].get("met", 0)


def _hindrance(question: Question, masks: Sequence[str], count: int) -> Hindrance:
    names = [BY_MASK.get(mask, mask) for mask in masks]
    filters = [pair for pair in question.filters if pair[0] in names]
    text = gettext(", ").join(rail.chip_text(question, *pair) for pair in filters)
    return Hindrance(text, count, question.without(*names), is_one=len(names) == 1)
