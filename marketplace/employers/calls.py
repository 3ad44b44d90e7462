"""Who may do what on the pages of employers; what a part may do says the table of parts."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.rules import Rule, Who

MET = "applications:read"  # beside the match, such a page shows who applied and how to reach them
RANKED = "matches:read"  # and such a one, beside who applied, how they fit

CALLS_OF_EMPLOYERS: Mapping[str, Rule] = MappingProxyType(
    {
        "employer.show_dashboard": Rule(Who.ACCOUNT, "employers:read"),
        "employer.show_organisation": Rule(Who.ACCOUNT, "employers:read"),
        "employer.new_organisation": Rule(Who.ACCOUNT, "employers:write"),
        "employer.register_organisation": Rule(Who.ACCOUNT, "employers:write"),
        "employer.change_organisation": Rule(Who.ACCOUNT, "employers:write"),
        "employer.add_member": Rule(Who.ACCOUNT, "employers:write"),
        "employer.remove_member": Rule(Who.ACCOUNT, "employers:write"),
        "employer.list_roles": Rule(Who.ACCOUNT, "roles:read"),
        "employer.edit_role": Rule(Who.ACCOUNT, "roles:read"),
        "employer.new_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.create_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.save_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.move_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.copy_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.delete_role": Rule(Who.ACCOUNT, "roles:write"),
        "employer.switch_blind_review": Rule(Who.ACCOUNT, "roles:write"),
        "employer.rank_candidates": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.export_candidates": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.show_candidate": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.compare": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.show_figures": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.list_shortlists": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.show_shortlist": Rule(Who.ACCOUNT, "matches:read", MET),
        "employer.choose_candidates": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.create_shortlist": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.change_shortlist": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.change_entry": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.write_note": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.delete_note": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.tag_candidate": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.assign_candidate": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.score_candidate": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.unblind_candidate": Rule(Who.ACCOUNT, "matches:write", MET),
        "employer.list_letters": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.create_letter": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.show_letter": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.change_letter": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.list_applications": Rule(Who.ACCOUNT, "applications:read", RANKED),
        "employer.choose_applications": Rule(Who.ACCOUNT, "applications:write", RANKED),
        "employer.write_messages": Rule(Who.ACCOUNT, "applications:write"),
        "employer.show_pipeline": Rule(Who.ACCOUNT, "applications:read"),
        "employer.export_pipeline": Rule(Who.ACCOUNT, "applications:read"),
        "employer.show_watch": Rule(Who.ACCOUNT, "matches:read"),
        "employer.change_watch": Rule(Who.ACCOUNT, "matches:read"),
        "employer.show_limits": Rule(Who.ACCOUNT, "applications:write"),
        "employer.change_limits": Rule(Who.ACCOUNT, "applications:write"),
        "employer.move_applications": Rule(Who.ACCOUNT, "applications:write"),
        "employer.take_back": Rule(Who.ACCOUNT, "applications:write"),
        "employer.set_interview": Rule(Who.ACCOUNT, "applications:write", RANKED),
        "employer.cancel_interview": Rule(Who.ACCOUNT, "applications:write", RANKED),
        "employer.write_message": Rule(Who.ACCOUNT, "applications:write", RANKED),
        "employer.list_invitations": Rule(Who.ACCOUNT, "invitations:read"),
        "employer.new_invitation": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.invite": Rule(Who.ACCOUNT, "invitations:write"),
        "employer.show_shared": Rule(Who.ANYONE),
    }
)
