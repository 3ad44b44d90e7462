"""Matches over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, current_app, jsonify

from marketplace.auth import caller
from marketplace.candidates.seeing import Seen, not_noted, note_ranking
from marketplace.clock import today
from marketplace.database import separately, separately_if_possible, session
from marketplace.http.languages import asked_language
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import envelope, open_cursor, seal_cursor
from marketplace.matches import listings, previews, services
from marketplace.matches.catalogue import catalogue
from marketplace.matches.filters import FLAGS
from marketplace.matches.rankings import KEY_LENGTH
from marketplace.matches.schemas import (
    MatchListSchema,
    MatchSchema,
    PairQuery,
    PreviewQuery,
    PreviewSchema,
    RankQuery,
)
from marketplace.matches.views import View

if TYPE_CHECKING:
    from marketplace.matches.listings import Ranking

FEWEST_TOLD = 5  # people with an outcome; fewer are not counted to an employer
EXAMPLE = {
    "profile": {
        "headline": "Physicist: quantum error correction",
        "skills": [{"name": "surface codes", "years": 4}],
        "hubs": ["hangzhou"],
    },
    "role": {
        "title": "Quantum error-correction researcher",
        "skills": [{"name": "surface codes", "required": True}],
        "sectors": ["quantum_computing"],
        "city": "Hangzhou",
    },
}

matches = Blueprint("matches", __name__, url_prefix=BASE, description=services.__doc__)


@matches.get("/candidates/<uuid:candidate_id>/matches")
@matches.arguments(RankQuery, location="query")
@matches.response(200, MatchListSchema)
def rank_roles(query: dict[str, Any], candidate_id: UUID) -> Response:
    """Rank the open roles for your own profile."""
    asked = _asked(query, to_employer=False)
    ranking = services.rank_roles(session(), catalogue(), caller(), candidate_id, asked)
    return jsonify(_listed(ranking))


@matches.get("/candidates/<uuid:candidate_id>/matches/<uuid:role_id>")
@matches.arguments(PairQuery, location="query")
@matches.response(200, MatchSchema)
def show_role_match(query: dict[str, Any], candidate_id: UUID, role_id: UUID) -> dict[str, Any]:
    """Show one open role with your own profile, in full."""
    view = _view(query, to_employer=False)
    return services.role_match(session(), catalogue(), caller(), candidate_id, role_id, view)


@matches.get("/roles/<uuid:role_id>/matches")
@matches.arguments(RankQuery, location="query")
@matches.response(200, MatchListSchema)
def rank_candidates(query: dict[str, Any], role_id: UUID) -> Response:
    """Rank, for a role of yours, the candidates who allow it; they see that you did."""
    asked = _asked(query, to_employer=True)
    ranking = services.rank_candidates(session(), catalogue(), caller(), role_id, asked, _secret())
    return jsonify(_listed_to_employer(ranking, query))


@matches.get("/roles/<uuid:role_id>/matches/<who>")
@matches.arguments(PairQuery, location="query")
@matches.response(200, MatchSchema)
def show_candidate_match(query: dict[str, Any], role_id: UUID, who: str) -> dict[str, Any]:
    """Show one candidate with a role of yours, in full; the candidate sees that you looked."""
    view = _view(query, to_employer=True)
    match, candidate_id = services.candidate_match(
        session(), catalogue(), caller(), role_id, who, view, _secret()
    )
    viewer = caller()
    separately(lambda writing: services.note_look(writing, viewer, candidate_id, role_id))
    return match


@matches.post("/matches/preview")
@matches.arguments(PreviewQuery, location="query")
@matches.arguments(PreviewSchema, example=EXAMPLE)
@matches.response(200, {"oneOf": [MatchSchema, MatchListSchema]})
def preview_match(query: dict[str, Any], given: dict[str, Any]) -> Response:
    """Explain a pair, or rank what is stored for a profile or a role; nothing is stored."""
    asked = _asked(query, to_employer=False)
    wanted = previews.Preview(given=given, asked=asked, secret=_secret())
    found = previews.preview(session(), catalogue(), caller(), wanted)
    if isinstance(found, dict):
        return jsonify(MatchSchema().dump(found))
    told = _listed(found) if "profile" in given else _listed_to_employer(found, query)
    return jsonify(MatchListSchema().dump(told))


def _asked(query: dict[str, Any], *, to_employer: bool) -> listings.Asked:
    after = open_cursor(query["cursor"], KEY_LENGTH)
    view = _view(query, to_employer=to_employer)
    return listings.Asked(query=query, after=after, view=view)


def _view(query: dict[str, Any], *, to_employer: bool) -> View:
    terms = None if query["terms"] == "all" else int(query["terms"])
    return View(
        day=query.get("as_of") or today(),
        today=today(),
        language=asked_language(),
        terms=terms,
        include=frozenset(query["include"]),
        to_employer=to_employer,
    )


def _listed(ranking: "Ranking") -> dict[str, Any]:
    next_key = ranking.page.next_key
    cursor = None if next_key is None else seal_cursor(next_key)
    body = envelope(ranking.matches, cursor=cursor, total=ranking.page.total)
    body["meta"] |= {
        "index": ranking.index,
        "generation_changed": ranking.page.generation_changed,
    }
    return body


def _listed_to_employer(ranking: "Ranking", query: dict[str, Any]) -> dict[str, Any]:
    """Return a ranking of candidates, who learn of it; how few have an outcome is not told."""
    note_seen(ranking.seen)
    listed = _listed(ranking)
    if any(query[name] for name in FLAGS) and ranking.page.total < FEWEST_TOLD:
        listed["page"]["total"] = None
    return listed


def note_seen(seen: Seen | None) -> None:
    """Let candidates see that a ranking showed them; no failure of that fails the answer."""
    if seen is None or not seen.candidate_ids:
        return
    viewer, day, noted = caller(), today(), catalogue().noted
    seen = noted.lacking(viewer, seen, day)
    if not seen.candidate_ids:
        return
    new = not_noted(session(), viewer, seen, day)
    if not new or separately_if_possible(lambda writing: note_ranking(writing, viewer, seen, new)):
        noted.add(viewer, seen, day)


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret
