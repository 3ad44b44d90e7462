"""Roles ranked for one's own profile, and why each stands where it does."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.applications.services import applied_among
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.marks.services import all_marks, marks_of
from marketplace.matches import services
from marketplace.matches.asking import asking, view_today
from marketplace.matches.catalogue import catalogue
from marketplace.matches.filters import FLAGS
from marketplace.matches.flags import pack_of
from marketplace.matches.phrasing import TERMS_READ, in_phrases
from marketplace.me.pages.blueprint import me, own_id

TERMS_LISTED, TERMS_SHOWN = 3, 10
PAGE = 10
HINDRANCES = 3  # that are offered to be dropped


@me.get("/me/matches")
def list_matches() -> ResponseReturnValue:
    """Rank the open roles for one's own profile, or list them newest first without a rank."""
    asks = asking(limit=PAGE)
    marks = all_marks(session(), caller())
    hidden = frozenset(id_ for id_ in marks if marks[id_] == "hidden")
    asked = asks.asked(view_today(TERMS_READ), without=hidden)
    ranking = services.rank_roles(session(), catalogue(), caller(), own_id(), asked)
    roles = ranking.roles
    pack = pack_of(today())
    return render_template(
        "me/matches.html",
        matches=[
            in_phrases(match, roles[match["role"]["id"]], TERMS_LISTED) for match in ranking.matches
        ],
        total=ranking.page.total,
        index=ranking.index,
        roles=roles,
        marks=marks,
        applied=applied_among(session(), caller(), roles),
        form=asks.form,
        by_fit=asked.by_fit,
        flags=FLAGS,
        chips=asks.chips(),
        ignored=asks.ignored(),
        hindrances=[
            (names, count, asks.without(names)) for names, count in ranking.hindrances[:HINDRANCES]
        ],
        ranked_url=asks.url(sort="fit"),
        newest_url=asks.url(sort="newest"),
        next_url=asks.next_url(ranking.page),
        here=asks.url(),
        pack_name=f"{pack.id} {pack.version}",
        today=today(),
    ), (422 if asks.form.errors else 200)


@me.get("/me/matches/<uuid:role_id>")
def show_match(role_id: UUID) -> str:
    """Show why a role stands where it does for one's own profile."""
    shows_all = request.args.get("terms") == "all"
    view = view_today(None, frozenset({"documents"}))
    role, match, generation = services.role_matched(
        session(), catalogue(), caller(), own_id(), role_id, view
    )
    return render_template(
        "me/match.html",
        match=in_phrases(match, role, None if shows_all else TERMS_SHOWN),
        role=role,
        mark=marks_of(session(), caller(), [role_id]).get(role_id),
        flags=FLAGS,
        shows_all=shows_all,
        terms=match["contributions"],
        generation=generation[:8],
    )
