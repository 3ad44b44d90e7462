"""The dictionary of skills and occupations as a page."""

from flask import render_template, request

from marketplace.operator import dictionary
from marketplace.operator.pages.blueprint import asked_of, asked_page, operator

LONGEST = 100  # characters of what is looked for


@operator.get("/dictionary")
def show_dictionary() -> str:
    """Show by which names skills and occupations are known, and where the tables come from."""
    words = request.args.get("q", "").strip()[:LONGEST]
    table, page = asked_of("table", dictionary.TABLES), asked_page()
    return render_template(
        "operator/dictionary.html",
        found=dictionary.find_entries(words, table=table, page=page),
        tables=dictionary.tables(),
        sources=dictionary.SOURCES,
        version=dictionary.rules_version(),
        words=words,
        table=table,
        page=page,
    )
