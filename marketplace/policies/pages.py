"""Policy packs as pages that a person can read, in both languages."""

from flask import Blueprint, render_template

from marketplace.clock import today
from marketplace.http.languages import asked_language
from marketplace.policies import services
from marketplace.policies.installed import installed_packs
from marketplace.policies.reading import in_short, pack_in_words, page_words

policy_pages = Blueprint("policy_pages", __name__, url_prefix="/policies")


@policy_pages.get("")
def show_policies() -> str:
    """List the packs, each in its version of today."""
    language, day = asked_language(), today()
    packs = [
        in_short(pack, language, day=day)
        for pack in services.packs_in_force(installed_packs(), day)
    ]
    return render_template(
        "policies/list.html", language=language, words=page_words(language), packs=packs
    )


@policy_pages.get("/<pack_id>")
def show_policy(pack_id: str) -> str:
    """Show a pack in its version of today."""
    return _page(pack_id, None)


@policy_pages.get("/<pack_id>/versions/<version>")
def show_version(pack_id: str, version: str) -> str:
    """Show one version of a pack."""
    return _page(pack_id, version)


def _page(pack_id: str, version: str | None) -> str:
    language, day = asked_language(), today()
    pack = services.find_pack(installed_packs(), pack_id, version, day)
    return render_template(
        "policies/pack.html",
        language=language,
        words=page_words(language),
        pack=pack_in_words(pack, language, day=day),
        versions=services.versions_of(installed_packs(), pack_id),
    )
