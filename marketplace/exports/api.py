"""Exports over HTTP: streams of lines that hold what is the caller's."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from flask import Response, current_app, stream_with_context

from marketplace.applications.schemas import ApplicationSchema
from marketplace.applications.views import full_view
from marketplace.auth import caller
from marketplace.candidates.schemas import CandidateSchema
from marketplace.database import Database, database
from marketplace.evidence.schemas import EvidenceSchema
from marketplace.exports import services, written
from marketplace.exports.schemas import (
    HeldAccountSchema,
    HeldDocumentSchema,
    HeldDraftSchema,
    HeldMarkSchema,
    HeldProposalSchema,
    HeldReviewSchema,
    HeldSearchSchema,
    HeldSettingSchema,
    HeldTokenSchema,
    HeldViewSchema,
    HeldWatchSchema,
)
from marketplace.exports.written_schemas import (
    HeldInterviewSchema,
    HeldMessageSchema,
    HeldNoteSchema,
    HeldPushSchema,
    HeldReasonSchema,
    HeldScorecardSchema,
    HeldShortlistingSchema,
    HeldTagSchema,
    HeldUnblindingSchema,
)
from marketplace.http.openapi import BASE, Blueprint
from marketplace.invitations.schemas import InvitationSchema
from marketplace.invitations.views import rows
from marketplace.permissions import Caller
from marketplace.roles.schemas import RoleSchema

NDJSON = "application/x-ndjson"
MET = "applications:read"  # the scope of what passed between a candidate and employers

exports = Blueprint("exports", __name__, url_prefix=f"{BASE}/exports", description=services.__doc__)

Row = Any
Next = Callable[[Any, Caller, UUID], Sequence[Row]]  # session, caller, last id → rows
Shown = Callable[[Any, Caller, Sequence[Row]], Sequence[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing in the export of what concerns a person."""

    type: str
    find: Next
    show: Shown
    scope: str | None = None  # asked of a token, beside that of the call


def _dumped(schema: type[Any]) -> Shown:
    """Return what shows rows by a schema."""

    def show(session: object, caller: Caller, found: Sequence[Row]) -> Sequence[dict[str, Any]]:
        del session, caller
        shown: list[dict[str, Any]] = schema(many=True).dump(found)
        return shown

    return show


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret


def _applications(session: Any, caller: Caller, found: Sequence[Row]) -> list[dict[str, Any]]:  # noqa: ANN401
    views = [full_view(session, caller, row, secret=_secret()) for row in found]
    dumped: list[dict[str, Any]] = ApplicationSchema(many=True).dump(views)
    return dumped


def _invitations(session: Any, caller: Caller, found: Sequence[Row]) -> list[dict[str, Any]]:  # noqa: ANN401
    views = rows(session, caller, found, secret=_secret())
    dumped: list[dict[str, Any]] = InvitationSchema(many=True).dump(views)
    return dumped


PARTS = (
    Part("account", services.own_account, _dumped(HeldAccountSchema)),
    Part("candidate", services.own_profiles, _dumped(CandidateSchema)),
    Part("evidence", services.own_evidence, _dumped(EvidenceSchema)),
    Part("document", services.own_documents, _dumped(HeldDocumentSchema)),
    Part("draft", services.own_drafts, _dumped(HeldDraftSchema)),
    Part("proposal", services.own_proposals, _dumped(HeldProposalSchema)),
    Part("review_request", services.own_reviews, _dumped(HeldReviewSchema)),
    Part("application", services.own_applications, _applications, MET),
    Part("invitation", services.own_invitations, _invitations, "invitations:read"),
    Part("message", written.messages_about, _dumped(HeldMessageSchema), MET),
    Part("interview", written.interviews_about, _dumped(HeldInterviewSchema), MET),
    Part("note", written.notes_about, _dumped(HeldNoteSchema), MET),
    Part("scorecard", written.scorecards_about, _dumped(HeldScorecardSchema), MET),
    Part("tag", written.tags_about, _dumped(HeldTagSchema), MET),
    Part("shortlisting", written.shortlistings_about, _dumped(HeldShortlistingSchema), MET),
    Part("unblinding", written.unblindings_about, _dumped(HeldUnblindingSchema), MET),
    Part("greenhouse_push", written.pushes_about, _dumped(HeldPushSchema), MET),
    Part("reason", written.reasons_about, _dumped(HeldReasonSchema), MET),
    Part("view", services.own_views, _dumped(HeldViewSchema)),
    Part("saved_search", services.own_searches, _dumped(HeldSearchSchema), "searches:read"),
    Part("marked_role", services.own_marks, _dumped(HeldMarkSchema), "searches:read"),
    Part("notification_setting", services.own_settings, _dumped(HeldSettingSchema)),
    Part("watched_role", services.own_watches, _dumped(HeldWatchSchema), "matches:read"),
    Part("token", services.own_tokens, _dumped(HeldTokenSchema)),
)


def _content(example: str) -> dict[str, Any]:
    """Return how the document describes an answer of lines."""
    text = {"schema": {"type": "string"}, "example": example}
    return {"200": {"description": "One JSON object per line.", "content": {NDJSON: text}}}


@exports.get("/roles.ndjson")
@exports.doc(responses=_content('{"id": "01920000-0000-7000-8000-000000000002"}\n'))
def export_roles() -> Response:
    """Stream every role of the employers that you own, a role per line."""
    sender = caller()
    shown = _pages(database(), sender, services.own_roles, _dumped(RoleSchema))
    return _stream(shown, "roles")


@exports.get("/candidates.ndjson")
@exports.doc(responses=_content('{"type": "account", "data": {"email": "ada@example.org"}}\n'))
def export_candidates() -> Response:
    """Stream what we hold of you, and the profiles that you made for others.

    Each line is ``{type, data}``; a last line of the type ``left_out`` names the kinds that your
    token's scopes do not reach.
    """
    return _stream(_parts(database(), caller()), "candidates")


def _stream(items: Iterator[dict[str, Any]], name: str) -> Response:
    lines = (orjson.dumps(item) + b"\n" for item in items)
    response = Response(stream_with_context(lines), content_type=NDJSON)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ndjson"'
    return response


def _parts(database: Database, caller: Caller) -> Iterator[dict[str, Any]]:
    reached = [part for part in PARTS if caller.has_scope(part.scope)]
    for part in reached:
        for item in _pages(database, caller, part.find, part.show):
            yield {"type": part.type, "data": item}
    if left := [part.type for part in PARTS if part not in reached]:
        yield {"type": "left_out", "data": {"types": left, "reason": "scopes of the token"}}


def _pages(database: Database, caller: Caller, find: Next, show: Shown) -> Iterator[dict[str, Any]]:
    """Yield what a page shows, each read in a short session of its own.

    The request's own session ends before the stream does, and a transaction that lasts as long
    as a slow reader would hold back the database's cleaning.
    """
    after = services.START
    while True:
        with database.session(write=False) as session:
            found = find(session, caller, after)
            shown = show(session, caller, found)
        yield from shown
        if len(found) < services.PAGE:
            return
        after = found[-1].id
