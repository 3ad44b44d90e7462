"""What the rows of the matrix send: JSON, or lines where it is a string."""

from datetime import timedelta
from typing import Any

from marketplace.clock import today

_RESUME = '{"basics": {"label": "Engineer"}, "meta": {"canonical": "https://people.example/1"}}\n'
_POSTING = (
    '{"@type": "JobPosting", "title": "Engineer", "identifier": "A-1", '
    '"hiringOrganization": {"name": "aurora laboratory"}}\n'
)
_FACTS = {"pack": "cn-k-seed", "as_of": "2026-01-15", "candidate": {"degree_sectors": ["ai"]}}

_SOON = f"{today() + timedelta(days=30)}T10:00"

BODIES: dict[str, Any] = {
    "assessments.assess": _FACTS,
    "assessments.assess:reform": _FACTS | {"reforms": ["a-draft"]},
    "routes.compare_routes": {"as_of": "2026-01-15", "facts": {}, "cn_points": {"age": 30}},
    "accounts.register": {"email": "new@example.org", "password": "a long sentence is best"},
    "saved_searches.save_search": {"name": "Mine", "query": {"hub": ["beijing"]}},
    "tokens.create_token": {"name": "mine", "scopes": ["roles:read"]},
    "tokens.create_token:admin": {"name": "mine", "scopes": ["admin"]},
    "webhooks.create_webhook": {"url": "https://h.example/", "events": ["role.created"]},
    "webhooks.create_webhook:ours": {
        "url": "https://h.example/",
        "events": ["role.created"],
        "employer_id": "{aurora}",
    },
    "webhooks.update_webhook": {"url": "https://taken.example/", "rotate_secret": True},
    "webhooks.update_webhook:ana": {"url": "https://taken.example/"},
    "webhook_pages.create_webhook": {"url": "https://h.example/", "events": "role.created"},
    "webhook_pages.create_webhook:ours": {
        "url": "https://h.example/",
        "events": "role.created",
        "employer_id": "{aurora}",
    },
    "webhook_pages.change_webhook": {"url": "https://taken.example/", "events": "role.created"},
    "webhook_pages.switch_webhook": {"enabled": "false"},
    "greenhouse.connect": {"api_key": "taken-taken-taken-taken", "user_email": "t@taken.example"},
    "greenhouse.push": {"who": "{ana_code}"},
    "employers.create_employer": {"name": "Ours", "kind": "university"},
    "employers.update_employer": {"city": "Taken"},
    "employers.add_member": {"email": "friend@example.org", "part": "owner"},
    "employers.verify_employer": {"status": "suspended", "reason": "taken"},
    "employer.register_organisation": {"name": "Ours", "kind": "university"},
    "employer.change_organisation": {"city": "Taken"},
    "employer.add_member": {"email": "friend@example.org", "part": "owner"},
    "employer.create_role": {"employer_id": "{aurora}", "title": "Taken"},
    "employer.save_role": {"title": "Taken"},
    "employer.move_role": {"to": "open"},
    "employer.switch_blind_review": {"blind": "true"},
    "employer.choose_candidates": {"act": "shortlist", "who": "{ana_code}", "name": "Taken"},
    "employer.change_watch": {"frequency": "daily", "least_band": "fair"},
    "employer.write_note": {"text": "Taken"},
    "employer.tag_candidate": {"tag": "Taken"},
    "employer.assign_candidate": {"member": ""},
    "employer.create_letter": {"kind": "message", "name": "Taken", "text_en": "Taken"},
    "employer.change_letter": {"kind": "message", "name": "Taken", "text_en": "Taken"},
    "employer.choose_applications": {"application": "{application}", "act": "tag", "tag": "Taken"},
    "employer.write_messages": {"who": "{ana_code}", "message": "Taken"},
    "employer.score_candidate": {"overall": "3"},
    "employer.unblind_candidate": {"reason": "Taken"},
    "employer.write_message": {"text": "Taken"},
    "conversation.answer": {"text": "Taken"},
    "employer.set_interview": {"starts_at": _SOON, "minutes": "30", "place": "Taken"},
    "employer.create_shortlist": {"name": "Taken"},
    "employer.change_shortlist": {"act": "rename", "name": "Taken"},
    "employer.change_entry": {"act": "explain", "rationale": "Taken"},
    "employer.move_applications": {"application": "{application}", "to": "screen"},
    "employer.take_back": {"batch": "{application}"},
    "employer.invite": {"who": "{ben_code}", "message": "Taken"},
    "roles.create_role": {"employer_id": "{aurora}", "title": "Taken"},
    "roles.update_role": {"title": "Taken"},
    "roles.update_role:open": {"title": "Taken"},
    "roles.move_role": {"to": "open"},
    "roles.move_role:close": {"to": "closed"},
    "candidates.create_candidate": {"headline": "Mine"},
    "candidates.create_candidate:for_ana": {"contact": {"email": "{ana_address}"}},
    "candidates.create_candidate:visible": {
        "contact": {"email": "other@example.org"},
        "visibility": "open",
    },
    "candidates.update_candidate": {"headline": "Taken"},
    "candidates.update_candidate:managed": {"headline": "Taken"},
    "candidates.update_candidate:visible": {"visibility": "open"},
    "evidence.submit_evidence": {"section": "status", "proof": "a letter"},
    "evidence.submit_evidence:managed": {"section": "status", "proof": "a letter"},
    "evidence.decide_evidence": {"evidence": "verified", "reason": "taken"},
    "matches.preview_match": {"profile": {"headline": "Physicist: surface codes"}},
    "matches.preview_match:role": {"role": {"title": "Physicist: surface codes"}},
    "applications.apply": {"role_id": "{open}", "message": "Hello"},
    "applications.apply:second": {"role_id": "{second}", "message": "Hello"},
    "applications.apply:draft": {"role_id": "{draft}", "message": "Hello"},
    "applications.move_application": {"to": "interview"},
    "applications.move_application:withdraw": {"to": "withdrawn"},
    "invitations.invite": {"role_id": "{open}", "candidate": "{ben_code}", "message": "Hello"},
    "invitations.invite:by_id": {"role_id": "{open}", "candidate": "{ben}", "message": "Hello"},
    "invitations.invite:foreign_code": {
        "role_id": "{boreal_open}",
        "candidate": "{ben_code}",
        "message": "Hello",
    },
    "invitations.respond": {"accept": True},
    "reports.report_role": {"role_id": "{open}", "reason": "fake"},
    "reports.report_role:draft": {"role_id": "{draft}", "reason": "fake"},
    "imports.import_roles": _POSTING,
    "imports.import_candidates": _RESUME,
    "imports.import_candidates:consent": _RESUME,
}
