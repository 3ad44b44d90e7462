"""What the pages of a candidate's own area share."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.auth import caller
from marketplace.errors import NotFound

me = Blueprint("me", __name__)

# What somebody may do who has no profile yet.
WITHOUT_PROFILE = frozenset(
    {
        *("show_home", "begin_profile", "show_notifications", "choose_notifications"),
        *("list_searches", "new_search", "add_search", "change_search", "delete_search"),
        *("list_saved", "mark_role", "show_stop", "stop_mail", "export_everything"),
        "download_document",
    }
)


@me.before_request
def begin_first() -> ResponseReturnValue | None:
    """Send somebody without a profile to where one begins."""
    name = (request.endpoint or "").rpartition(".")[2]
    if name in WITHOUT_PROFILE or not caller().is_signed_in or caller().candidate_id is not None:
        return None
    return redirect(url_for("me.show_home"), 303)


def own_id() -> UUID:
    """Return the id of the caller's profile.

    Raises:
        NotFound: there is none.
    """
    found = caller().candidate_id
    if found is None:
        raise NotFound
    return found


def back_to(default: str) -> str:
    """Return the page of ours that a form names as the next, else a default."""
    wanted = request.form.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_ours and wanted.isprintable() else default
