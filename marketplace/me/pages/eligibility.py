"""All visa routes side by side, for what one's own profile says and a points table asks."""

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import Invalid
from marketplace.html.forms import Form, sent_form
from marketplace.http.languages import asked_language
from marketplace.me.pages.blueprint import me, own_id
from marketplace.me.rule_changes import rule_changes
from marketplace.policies.installed import installed_packs
from marketplace.policies.reading import words
from marketplace.routes.points import answers_in, points_questions, points_texts
from marketplace.routes.profiles import own_routes

UNANSWERED: Mapping[str, object] = {"cn_points": None, "crs": None}


@me.get("/me/eligibility")
def show_eligibility() -> str:
    """Put the routes side by side for one's own profile, and say what would change the answer."""
    return _page(Form(), UNANSWERED)


@me.post("/me/eligibility")
def count_points() -> ResponseReturnValue:
    """Do the same with answers to the points tables; nothing of them is stored."""
    form = sent_form()
    try:
        return _page(form, answers_in(form))
    except Invalid as refusal:
        return _page(form.refused(refusal), UNANSWERED), Invalid.status


@me.get("/me/rule-changes")
def list_rule_changes() -> str:
    """Show which rules changed, when, and what that changed for one's own profile."""
    day, language = today(), asked_language()
    changes, applications = rule_changes(session(), caller(), installed_packs(), day=day)
    return render_template(
        "me/rule_changes.html",
        changes=changes,
        applications=applications,
        language=language,
        day=day,
        flag_titles={name: texts[language] for name, texts in words()["flag"].items()},
    )


def _page(form: Form, answers: Mapping[str, object]) -> str:
    day, language = today(), asked_language()
    found = own_routes(
        session(),
        caller(),
        own_id(),
        installed_packs(),
        day=day,
        language=language,
        answers=answers,
    )
    return render_template(
        "me/eligibility.html",
        routes=found["routes"],
        flags=found["flags"],
        day=day,
        form=form,
        points=points_questions(language),
        points_texts=points_texts(language),
    )
