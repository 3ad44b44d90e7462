"""What imports brought in, as pages."""

from uuid import UUID

from flask import render_template

from marketplace.database import session
from marketplace.imports.history import KINDS, MOST_KEPT, import_by_id
from marketplace.imports.history import list_imports as list_runs
from marketplace.operator.pages.blueprint import ON_A_PAGE, asked_id, asked_of, next_page, operator


@operator.get("/imports")
def list_imports() -> str:
    """List the imports, newest first."""
    kind = asked_of("kind", KINDS)
    rows = list_runs(session(), kind=kind, before=asked_id("after"), limit=ON_A_PAGE)
    return render_template(
        "operator/imports.html",
        rows=rows[:ON_A_PAGE],
        kind=kind,
        kinds=KINDS,
        next_url=next_page(rows, lambda row: row[0].id),
    )


@operator.get("/imports/<uuid:import_run_id>")
def show_import(import_run_id: UUID) -> str:
    """Show one import, and why lines were refused."""
    run, email = import_by_id(session(), import_run_id)
    return render_template("operator/import.html", run=run, email=email, most=MOST_KEPT)
