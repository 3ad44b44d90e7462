"""Proofs of what one's profile says, with their documents."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.candidates.entries import SECTIONS, STATUS
from marketplace.candidates.services import own_profile
from marketplace.database import separately, session
from marketplace.errors import Conflict, Invalid, TooLarge
from marketplace.evidence import services
from marketplace.evidence.documents import (
    LARGEST,
    Document,
    documents_of,
    note_opening,
    open_document,
)
from marketplace.evidence.schemas import EvidenceSchema
from marketplace.html.formats import formats_now
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.me.pages.blueprint import me, own_id
from marketplace.me.uploads import sent_file

if TYPE_CHECKING:
    from models import Candidate

NAMED_BY = ("title", "institution", "organisation", "language", "number")


@me.get("/me/evidence")
def list_evidence() -> str:
    """List one's own proofs, and ask for another."""
    return _page(Form({"claim": request.args.getlist("claim")}))


@me.post("/me/evidence")
def submit_evidence() -> ResponseReturnValue:
    """Hand in a proof, with a document or a reference."""
    form = sent_form()
    try:
        document = _document()
        services.submit_evidence(
            session(), caller(), own_id(), document=document, **_stated(form, document)
        )
    except (ValidationError, Invalid, Conflict, TooLarge) as refusal:
        refused = form.refused(refusal)
        errors = {
            "claim" if name in ("section", "claim_id") else name: texts
            for name, texts in refused.errors.items()
        }
        return _page(Form(form.values, errors)), 422
    flash(gettext("The proof is handed in. A person looks at it."), "success")
    return redirect(url_for("me.list_evidence"), 303)


@me.post("/me/evidence/<uuid:evidence_id>/withdraw")
def withdraw_evidence(evidence_id: UUID) -> ResponseReturnValue:
    """Take a proof back before somebody decided."""
    services.withdraw_evidence(session(), caller(), evidence_id)
    flash(gettext("The proof and its document are gone."), "success")
    return redirect(url_for("me.list_evidence"), 303)


@me.get("/evidence/<uuid:evidence_id>/document")
def download_document(evidence_id: UUID) -> Response:
    """Give the document of a proof to its candidate or to who decides: to save, never to show."""
    found = open_document(session(), caller(), evidence_id)
    who = caller()
    separately(lambda writing: note_opening(writing, who, evidence_id))
    response = Response(found.content, content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _document() -> Document | None:
    if not (request.files.get("document") and request.files["document"].filename):
        return None
    return Document(*sent_file("document", LARGEST))


def _stated(form: Form, document: Document | None) -> dict[str, Any]:
    """Return what is proved by what; of a document alone, its name says it."""
    section, _, claim_id = form.value("claim").partition(":")
    proof = form.value("proof").strip() or (document.name[:200] if document else "")
    typed = {"section": [section], "claim_id": [claim_id], "proof": [proof]}
    return load_form(Form(typed), EvidenceSchema())


def _page(form: Form) -> str:
    candidate = own_profile(session(), caller(), own_id())
    items = services.list_own_evidence(session(), caller())
    claims = _claims(candidate)
    return render_template(
        "me/evidence.html",
        form=form,
        claims=claims,
        names=dict(claims),
        items=items,
        documents=documents_of(session(), [item.id for item in items]),
        largest=LARGEST // 1_000_000,
    )


def _claims(candidate: "Candidate") -> list[tuple[str, str]]:
    """Return what can be proved: every entry of the profile, and the status as a whole."""
    found = [
        (f"{section}:{entry['id']}", _name(entry))
        for section in SECTIONS
        for entry in getattr(candidate, section) or ()
    ]
    if candidate.status is not None:
        found.append((f"{STATUS}:", gettext("My visa and permits, as a whole")))
    return found


def _name(entry: dict[str, Any]) -> str:
    named = dict(entry)
    if entry.get("language"):
        named["language"] = formats_now().language_name(entry["language"])
    words = [str(named[name]) for name in NAMED_BY if named.get(name)]
    return " · ".join(words) or gettext("An entry without a name")
