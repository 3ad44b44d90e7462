"""Proofs that wait to be decided on."""

from datetime import datetime
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately, session
from marketplace.evidence.documents import documents_of, note_opening, open_document
from marketplace.evidence.schemas import EvidenceDecisionSchema
from marketplace.evidence.services import decide_evidence, locked_evidence
from marketplace.html.forms import Form, form_of, load_form, sent_form
from marketplace.operator import queues
from marketplace.operator.pages.blueprint import (
    ON_A_PAGE,
    REFUSALS,
    asked_id,
    next_page,
    operator,
)


@operator.get("/evidence")
def list_evidence() -> str:
    """List the proofs that wait, the oldest first; whose they are is not shown."""
    items, documents = queues.list_evidence(session(), after=asked_id("after"))
    return render_template(
        "operator/evidence.html",
        items=items[:ON_A_PAGE],
        documents=documents,
        next_url=next_page(items),
    )


@operator.get("/evidence/<uuid:evidence_id>")
def show_evidence(evidence_id: UUID) -> str:
    """Show a proof beside its claim; the candidate sees that somebody looked."""
    page = _evidence(evidence_id, Form())
    item, _ = queues.open_case(session(), evidence_id)
    who = caller()
    separately(lambda writing: queues.note_look(writing, who, item))
    return page


@operator.get("/evidence/<uuid:evidence_id>/document")
def show_document(evidence_id: UUID) -> Response:
    """Give out the document of a proof, and write into the trail who took it."""
    document = open_document(session(), caller(), evidence_id)
    who = caller()
    separately(lambda writing: note_opening(writing, who, evidence_id))
    answer = Response(document.content, mimetype=document.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=document.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@operator.post("/evidence/<uuid:evidence_id>")
def check_evidence(evidence_id: UUID) -> ResponseReturnValue:
    """Decide what a proof is worth; its document is deleted."""
    form = sent_form("version")
    _, item = locked_evidence(session(), evidence_id)
    if request.form.get("version", "") != _version(item.decided_at):
        kept = {"evidence": str(item.state), "expires_on": item.expires_on, "reason": item.reason}
        return _evidence(evidence_id, form.beside(form_of(kept))), 409
    try:
        decision = load_form(form, EvidenceDecisionSchema())
        decide_evidence(session(), caller(), evidence_id, day=today(), **decision)
    except REFUSALS as refusal:
        return _evidence(evidence_id, form.refused(refusal)), 422
    flash(gettext("The decision is kept, and the document deleted."), "success")
    return redirect(url_for(".list_evidence"), 303)


def _evidence(evidence_id: UUID, form: Form) -> str:
    item, claim = queues.open_case(session(), evidence_id)
    document = documents_of(session(), [item.id]).get(item.id)
    return render_template(
        "operator/proof.html",
        item=item,
        claim=claim,
        document=document,
        form=form,
        version=_version(item.decided_at),
    )


def _version(decided_at: datetime | None) -> str:
    """Return which decision on a proof somebody has seen."""
    return "" if decided_at is None else decided_at.isoformat()
