"""Who may open the pages of one's own area: a part of the table of permissions.

A form of a page needs the token of a browser's session, so no API token sends one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.rules import Rule, Who

CALLS_OF_ME: Mapping[str, Rule] = MappingProxyType(
    {
        "me.show_home": Rule(Who.ACCOUNT, "candidates:read"),
        "me.show_profile": Rule(Who.ACCOUNT, "candidates:read"),
        "me.show_step": Rule(Who.ACCOUNT, "candidates:read"),
        "me.show_resume": Rule(Who.ACCOUNT, "candidates:read"),
        "me.export_resume": Rule(Who.ACCOUNT, "candidates:read"),
        "me.list_matches": Rule(Who.ACCOUNT, "matches:read"),
        "me.show_match": Rule(Who.ACCOUNT, "matches:read"),
        "me.show_eligibility": Rule(Who.ACCOUNT, "matches:read"),
        "me.list_rule_changes": Rule(Who.ACCOUNT, "matches:read"),
        "me.list_applications": Rule(Who.ACCOUNT, "applications:read"),
        "me.show_application": Rule(Who.ACCOUNT, "applications:read"),
        "me.show_apply": Rule(Who.ACCOUNT, "candidates:read"),
        "me.list_invitations": Rule(Who.ACCOUNT, "invitations:read"),
        "me.list_saved": Rule(Who.ACCOUNT, "searches:read"),
        "me.list_searches": Rule(Who.ACCOUNT, "searches:read"),
        "me.new_search": Rule(Who.ACCOUNT, "searches:read"),
        "me.show_privacy": Rule(Who.ACCOUNT, "candidates:read"),
        "me.list_views": Rule(Who.ACCOUNT, "candidates:read"),
        "me.show_erase": Rule(Who.ACCOUNT, "candidates:read"),
        "me.export_everything": Rule(Who.ACCOUNT, "candidates:read"),
        "me.show_notifications": Rule(Who.ACCOUNT, "searches:read"),
        "me.list_evidence": Rule(Who.ACCOUNT, "candidates:read"),
        "me.download_document": Rule(Who.ACCOUNT, "candidates:read"),
        "me.list_reviews": Rule(Who.ACCOUNT, "candidates:read"),
        "me.new_review": Rule(Who.ACCOUNT, "candidates:read"),
        "me.begin_profile": Rule(Who.ACCOUNT),
        "me.count_points": Rule(Who.ACCOUNT),
        "me.save_step": Rule(Who.ACCOUNT),
        "me.save_draft": Rule(Who.ACCOUNT),
        "me.drop_draft": Rule(Who.ACCOUNT),
        "me.propose_resume": Rule(Who.ACCOUNT),
        "me.accept_proposal": Rule(Who.ACCOUNT),
        "me.discard_proposal": Rule(Who.ACCOUNT),
        "me.withdraw_application": Rule(Who.ACCOUNT),
        "me.apply": Rule(Who.ACCOUNT),
        "me.answer_invitation": Rule(Who.ACCOUNT),
        "me.mark_role": Rule(Who.ACCOUNT),
        "me.add_search": Rule(Who.ACCOUNT),
        "me.change_search": Rule(Who.ACCOUNT),
        "me.delete_search": Rule(Who.ACCOUNT),
        "me.save_privacy": Rule(Who.ACCOUNT),
        "me.change_consent": Rule(Who.ACCOUNT),
        "me.erase": Rule(Who.ACCOUNT),
        "me.choose_notifications": Rule(Who.ACCOUNT),
        "me.submit_evidence": Rule(Who.ACCOUNT),
        "me.withdraw_evidence": Rule(Who.ACCOUNT),
        "me.request_review": Rule(Who.ACCOUNT),
        "me.withdraw_review": Rule(Who.ACCOUNT),
        "me.show_stop": Rule(Who.ANYONE),
        "me.stop_mail": Rule(Who.ANYONE),
    }
)
