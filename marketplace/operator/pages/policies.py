"""Policy packs, and what a draft would change, as pages."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.clock import today
from marketplace.database import session
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.http.languages import asked_language
from marketplace.operator import previews
from marketplace.operator.pages.blueprint import REFUSALS, operator
from marketplace.operator.schemas import PreviewSchema
from marketplace.policies.installed import installed_packs
from marketplace.policies.reading import days, in_short
from marketplace.policies.services import packs_in_force


@operator.get("/policies")
def show_policies() -> str:
    """Show the packs in force, what was previewed and released, and ask for a preview."""
    return _policies(Form())


@operator.post("/policies")
def preview_policy() -> ResponseReturnValue:
    """Evaluate what a draft would change."""
    form = sent_form()
    try:
        asked = load_form(form, PreviewSchema())
        day = asked["day"] or today()
        impact = previews.preview_change(session(), installed_packs(), asked["name"], day)
    except REFUSALS as refusal:
        return _policies(form.refused(refusal)), 422
    return redirect(url_for(".show_impact", policy_impact_id=impact.id), 303)


@operator.get("/policies/impacts/<uuid:policy_impact_id>")
def show_impact(policy_impact_id: UUID) -> str:
    """Show what a draft would change, in sum."""
    impact, changes = previews.impact_in_sum(session(), policy_impact_id)
    change = previews.change_of(installed_packs(), impact)
    return render_template(
        "operator/impact.html",
        impact=impact,
        changes=changes,
        change=change,
        in_force=days(change.effective, asked_language()) if change else "",
    )


def _policies(form: Form) -> str:
    packs, day, language = installed_packs(), today(), asked_language()
    return render_template(
        "operator/policies.html",
        packs=[in_short(pack, language, day=day) for pack in packs_in_force(packs, day)],
        names=previews.change_names(packs, day),
        impacts=previews.newest_impacts(session()),
        releases=previews.newest_releases(session()),
        form=form,
    )
