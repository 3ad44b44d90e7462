"""Invitations over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.applications.api import secret
from marketplace.applications.people import note_contact
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately, session
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import list_of, open_cursor, page
from marketplace.invitations import answering, services, views
from marketplace.invitations.schemas import (
    InvitationQuery,
    InvitationSchema,
    NewInvitationSchema,
    ResponseSchema,
)

if TYPE_CHECKING:
    from models import Invitation

invitations = Blueprint(
    "invitations", __name__, url_prefix=f"{BASE}/invitations", description=services.__doc__
)


def _shown(invitation: "Invitation") -> dict[str, Any]:
    [row] = views.rows(session(), caller(), [invitation], secret=secret())
    return row


@invitations.post("")
@invitations.arguments(
    NewInvitationSchema,
    example={
        "role_id": "01920000-0000-7000-8000-000000000002",
        "candidate": "C-7Q2M4K9A",
        "message": "Your decoders are what we look for. May we talk?",
    },
)
@invitations.response(201, InvitationSchema)
def invite(invitation: dict[str, Any]) -> dict[str, Any]:
    """Invite a candidate to talk about an open role; you learn who it is if they accept."""
    made = services.invite(session(), caller(), **invitation, day=today(), secret=secret())
    return _shown(made)


@invitations.get("")
@invitations.arguments(InvitationQuery, location="query")
@invitations.response(200, list_of(InvitationSchema))
def list_invitations(query: dict[str, Any]) -> dict[str, Any]:
    """List the invitations to you, and those that your employers sent, newest first.

    That a member sees a candidate's contact here is noted for the candidate.
    """
    limit = query["limit"]
    found, total = services.list_invitations(
        session(), caller(), filters=query, limit=limit, after=open_cursor(query["cursor"], 1)
    )
    rows = views.rows(session(), caller(), found, secret=secret())
    if seen := views.contacts_in(caller(), found[:limit]):
        viewer = caller()
        separately(lambda writing: note_contact(writing, viewer, seen))
    return page(rows, limit=limit, total=total, key=lambda row: [str(row["id"])])


@invitations.post("/<uuid:invitation_id>/response")
@invitations.arguments(ResponseSchema, example={"accept": True})
@invitations.response(200, InvitationSchema)
def respond(answer: dict[str, Any], invitation_id: UUID) -> dict[str, Any]:
    """Accept or decline an invitation, once; accepting releases your contact to the employer."""
    return _shown(answering.respond(session(), caller(), invitation_id, **answer))
