"""What narrows the board of a role, as its address asks it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.database import session
from marketplace.employers.narrowing import narrowed_by_marks
from marketplace.employers.pages.blueprint import asked_page, chosen_on
from marketplace.employers.pages.candidates import desk
from marketplace.employers.review_schemas import BoardQuery
from marketplace.matches.asking import Asking, asking
from marketplace.pipelines.services import COLUMNS, Column, pipeline_of

FILTERS = ("tag", "not_tag", "owner")


def asking_board() -> Asking:
    """Return whom of a board this request's address asks for."""
    return asking(BoardQuery(), filters=FILTERS, also=(*COLUMNS, "moved"))


def board_of(role_id: UUID, asks: Asking) -> tuple[Any, list[Column]]:
    """Return a role of the caller's and its columns, narrowed as is asked.

    Raises:
        NotFound: no such role, or a stranger's.
    """

    def narrow(role: Any) -> Mapping[str, Collection[UUID]]:  # noqa: ANN401 - a role
        return narrowed_by_marks(session(), caller(), role, asks.query)

    pages = {name: asked_page(name) for name in COLUMNS}
    return pipeline_of(desk(), role_id, day=today(), at=now(), pages=pages, narrow=narrow)


def board_url(role_id: UUID, batch_id: UUID | None = None) -> str:
    """Return the address of the board, narrowed as this request asks; with an act to take back."""
    path = url_for("employer.show_pipeline", role_id=role_id)
    more = {} if batch_id is None else {"moved": str(batch_id)}
    return asking_board().url(path, drop=None, **more)


def back_to_choosing(role_id: UUID, batch_id: UUID | None = None) -> Response:
    """Go back to the page on which applications were chosen."""
    return redirect(choosing_url(role_id, batch_id), 303)


def choosing_url(role_id: UUID, batch_id: UUID | None = None) -> str:
    """Return the address of the page on which applications were chosen."""
    page = chosen_on("show_pipeline")
    if page == "show_pipeline":
        return board_url(role_id, batch_id)
    return url_for(f"employer.{page}", role_id=role_id, moved=batch_id)
