"""Applications over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app

from marketplace.applications import moves, services, views
from marketplace.applications.people import note_contact
from marketplace.applications.schemas import (
    ApplicationQuery,
    ApplicationRowSchema,
    ApplicationSchema,
    NewApplicationSchema,
    StageMoveSchema,
)
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately, session
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import list_of, open_cursor, page

if TYPE_CHECKING:
    from models import Application

applications = Blueprint(
    "applications", __name__, url_prefix=f"{BASE}/applications", description=services.__doc__
)


def secret() -> str:
    """Return what the codes of candidates are made with."""
    found: str = current_app.config["SECRET_KEY"]
    return found


def _shown(application: "Application") -> dict[str, Any]:
    return views.full_view(session(), caller(), application, secret=secret())


@applications.post("")
@applications.arguments(
    NewApplicationSchema,
    example={
        "role_id": "01920000-0000-7000-8000-000000000002",
        "message": "I built decoders for surface codes; I would like to do it with you.",
        "answers": {"qff54731b0b": "A union-find decoder in C++, for the rotated surface code."},
    },
)
@applications.response(201, ApplicationSchema)
def apply(application: dict[str, Any]) -> dict[str, Any]:
    """Apply for an open role; its employer's members then see your contact."""
    return _shown(services.apply(session(), caller(), **application, day=today()))


@applications.get("")
@applications.arguments(ApplicationQuery, location="query")
@applications.response(200, list_of(ApplicationRowSchema))
def list_applications(query: dict[str, Any]) -> dict[str, Any]:
    """List your own applications, and those for your employers' roles, newest first."""
    found, total = services.list_applications(
        session(),
        caller(),
        filters=query,
        limit=query["limit"],
        after=open_cursor(query["cursor"], 1),
    )
    rows = views.list_rows(session(), caller(), found, secret=secret())
    return page(rows, limit=query["limit"], total=total, key=lambda row: [str(row["id"])])


@applications.get("/<uuid:application_id>")
@applications.response(200, ApplicationSchema)
def show_application(application_id: UUID) -> dict[str, Any]:
    """Show an application; that a member sees the candidate's contact is noted for them."""
    application = services.visible_application(session(), caller(), application_id)
    shown = _shown(application)
    if views.shows_contact(session(), caller(), application):
        viewer, seen = caller(), [(application.candidate_id, application.role_id)]
        separately(lambda writing: note_contact(writing, viewer, seen))
    return shown


@applications.post("/<uuid:application_id>/transitions")
@applications.arguments(StageMoveSchema, example={"to": "interview"})
@applications.response(200, ApplicationSchema)
def move_application(move: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Move an application: you withdraw your own, members move it on or reject it.

    For 10 minutes a rejection can be taken back, by moving to the stage before it.
    """
    application = moves.movable_application(session(), caller(), application_id)
    require_match(ApplicationSchema().dump(_shown(application)))
    moved = moves.move_application(session(), caller(), application, **move)
    if views.shows_contact(session(), caller(), moved):
        note_contact(session(), caller(), [(moved.candidate_id, moved.role_id)])
    return _shown(moved)
