"""Imports over HTTP."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, TypeVar

from flask import request

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import NotAllowed, WrongMediaType
from marketplace.http.bodies import read_body
from marketplace.http.openapi import BASE, Blueprint
from marketplace.imports import services
from marketplace.imports.history import CANDIDATES, ROLES, note_import, tally_of
from marketplace.imports.job_postings import read_job_posting
from marketplace.imports.lines import read_lines
from marketplace.imports.readings import read_with
from marketplace.imports.reports import summarise
from marketplace.imports.resumes import read_resume
from marketplace.imports.run import Run
from marketplace.imports.schemas import CandidateImportQuery, ImportQuery, ImportReportSchema
from marketplace.imports.writing import Write, write_batches

MAX_LINES = 5000
NDJSON = "application/x-ndjson"
_POSTING = (
    '{"@type": "JobPosting", "identifier": {"name": "Lantern Photonics", "value": "L-17"}, '
    '"title": "Photonics engineer", "hiringOrganization": {"name": "Lantern Photonics"}, '
    '"jobLocation": "深圳-南山区", "baseSalary": "2-3万/月"}\n'
)
_RESUME = (
    '{"basics": {"label": "Photonics engineer", "summary": "Integrated photonics."}, '
    '"meta": {"canonical": "https://people.example/17"}}\n'
)

Content = TypeVar("Content")

imports = Blueprint("imports", __name__, url_prefix=f"{BASE}/imports", description=services.__doc__)


def _body(example: str) -> dict[str, Any]:
    """Return how the document describes a body of lines."""
    text = {"schema": {"type": "string", "minLength": 1}, "example": example}
    return {"required": True, "content": {NDJSON: text}}


@imports.post("/roles")
@imports.arguments(ImportQuery, location="query")
@imports.response(200, ImportReportSchema)
@imports.doc(requestBody=_body(_POSTING))
def import_roles(query: dict[str, Any]) -> dict[str, Any]:
    """Import schema.org JobPostings, one a line, as drafts of employers that become yours."""
    run = Run(caller=caller(), day=today(), dry_run=query["dry_run"] == "true")
    return _import(run, read_job_posting, services.import_roles, ROLES)


@imports.post("/candidates")
@imports.arguments(CandidateImportQuery, location="query")
@imports.response(200, ImportReportSchema)
@imports.doc(requestBody=_body(_RESUME))
def import_candidates(query: dict[str, Any]) -> dict[str, Any]:
    """Import JSON Resumes, one a line, as hidden profiles without consents."""
    sender = caller()
    if query["consent"] and not (sender.is_admin and sender.has_scope("admin")):
        raise NotAllowed("Only the operator may record the consents of others.")
    run = Run(caller=sender, day=today(), dry_run=query["dry_run"] == "true", basis=query["basis"])
    return _import(run, read_resume, services.import_candidates, CANDIDATES)


def _import(
    run: Run, read: Callable[[Mapping[str, Any]], Content], write: Write[Content], kind: str
) -> dict[str, Any]:
    """Read the whole body before the first write; other writers need not wait for that."""
    if request.mimetype != NDJSON:
        raise WrongMediaType(f"Send {NDJSON}: one JSON object per line.")
    session().commit()
    lines = read_lines(BytesIO(read_body(request)), most=MAX_LINES)
    readings = list(read_with(read, lines))
    reports = list(write_batches(session(), run, readings, write))
    if not run.dry_run:
        note_import(session(), run.caller, tally_of(reports), kind=kind)
    return {
        "summary": summarise(reports, dry_run=run.dry_run),
        "lines": [report.as_plain() for report in reports],
    }
