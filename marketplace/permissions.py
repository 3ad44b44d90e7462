"""Who may do what: the caller, the table of calls and the table of parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from marketplace.employers.calls import CALLS_OF_EMPLOYERS
from marketplace.errors import NotAllowed, NotFound, NotSignedIn
from marketplace.greenhouse.calls import CALLS_OF_GREENHOUSE
from marketplace.me.calls import CALLS_OF_ME
from marketplace.messages import Message
from marketplace.operator.calls import CALLS_OF_OPERATOR
from marketplace.rules import Rule, Who
from marketplace.webhooks.calls import CALLS_OF_WEBHOOKS

OWNER, RECRUITER, VIEWER = "owner", "recruiter", "viewer"

SCOPED_NOUNS = (
    "roles",
    "employers",
    "candidates",
    "matches",
    "applications",
    "invitations",
    "searches",
    "imports",
    "webhooks",
)
SCOPES = (*(f"{noun}:{act}" for noun in SCOPED_NOUNS for act in ("read", "write")), "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent the request, and what the way they signed in allows."""

    account_id: UUID | None = None
    email: str | None = None
    candidate_id: UUID | None = None
    parts: Mapping[UUID, str] = field(default_factory=dict)  # employer id → owner …
    is_admin: bool = False
    is_verifier: bool = False
    scopes: frozenset[str] | None = None  # null: a person's session, not narrowed
    token_id: UUID | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.account_id is not None

    def has_scope(self, scope: str | None) -> bool:
        """Whether the way the caller signed in reaches this far; writing includes reading."""
        if scope is None or self.scopes is None:
            return True
        return scope in self.scopes or scope.replace(":read", ":write") in self.scopes

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the account's rights is out of reach: no narrowed token."""
        return all(self.has_scope(scope) for scope in SCOPES if scope != "admin")

    def may(self, act: str, employer_id: UUID) -> bool:
        """Whether the caller's part in the employer allows the act."""
        return self.parts.get(employer_id) in PARTS[act]

    def may_somewhere(self, act: str) -> bool:
        """Whether the caller's part in some employer allows the act."""
        return any(self.may(act, employer_id) for employer_id in self.parts)

    def require(self, act: str, employer_id: UUID) -> None:
        """Refuse an act on an employer's thing.

        Raises:
            NotFound: the caller is no member; they may not know that the thing exists.
            NotAllowed: the caller is a member whose part does not allow it.
        """
        if employer_id not in self.parts:
            raise NotFound
        if not self.may(act, employer_id):
            allowed = ", ".join(sorted(PARTS[act]))
            raise NotAllowed(
                Message(
                    "Your part does not allow this; it takes one of: {allowed}.", allowed=allowed
                )
            )

    def require_public(self, act: str, employer_id: UUID) -> None:
        """Refuse an act on a thing that everyone may know of.

        Raises:
            NotAllowed: the caller has no part, or one that does not allow it.
        """
        if not self.may(act, employer_id):
            allowed = ", ".join(sorted(PARTS[act]))
            raise NotAllowed(
                Message(
                    "Only a member may do this whose part is one of: {allowed}.", allowed=allowed
                )
            )


ANONYMOUS = Caller()

PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "see members": frozenset({OWNER, RECRUITER, VIEWER}),
        "change members": frozenset({OWNER}),
        "edit employer": frozenset({OWNER}),
        "see roles": frozenset({OWNER, RECRUITER, VIEWER}),
        "write roles": frozenset({OWNER, RECRUITER}),
        "see matches": frozenset({OWNER, RECRUITER, VIEWER}),
        "see applications": frozenset({OWNER, RECRUITER, VIEWER}),
        "move applications": frozenset({OWNER, RECRUITER}),
        "invite": frozenset({OWNER, RECRUITER}),
        "see reviews": frozenset({OWNER, RECRUITER, VIEWER}),
        "write reviews": frozenset({OWNER, RECRUITER}),
        "score": frozenset({OWNER, RECRUITER, VIEWER}),  # an interviewer may be but a viewer
        "export": frozenset({OWNER}),
        "manage webhooks": frozenset({OWNER}),
        "connect greenhouse": frozenset({OWNER}),
        "export candidates": frozenset({OWNER, RECRUITER}),
    }
)


CALLS: Mapping[str, Rule] = MappingProxyType(
    {
        "api-docs.openapi_json": Rule(Who.ANYONE),
        "documentation.show_documentation": Rule(Who.ANYONE),
        "home.show_home": Rule(Who.ANYONE),
        "problems.explain": Rule(Who.ANYONE),
        "policy_pages.show_policies": Rule(Who.ANYONE),
        "policy_pages.show_policy": Rule(Who.ANYONE),
        "policy_pages.show_version": Rule(Who.ANYONE),
        "policy_pages.compare_versions": Rule(Who.ANYONE),
        "search_pages.show_roles": Rule(Who.ANYONE),
        "about.explain_matching": Rule(Who.ANYONE),
        "about.show_api": Rule(Who.ANYONE),
        "about.show_terms": Rule(Who.ANYONE),
        "about.show_privacy": Rule(Who.ANYONE),
        "about.show_cookies": Rule(Who.ANYONE),
        "about.show_accessibility": Rule(Who.ANYONE),
        "about.show_contact": Rule(Who.ANYONE),
        "about.show_robots": Rule(Who.ANYONE),
        "about.show_sitemap": Rule(Who.ANYONE),
        "feeds.feed_roles": Rule(Who.ANYONE),
        "search_pages.show_hubs": Rule(Who.ANYONE),
        "assessment_pages.show_questions": Rule(Who.ANYONE),
        "assessment_pages.assess_facts": Rule(Who.ANYONE),
        "route_pages.show_routes": Rule(Who.ANYONE),
        "route_pages.compare_routes": Rule(Who.ANYONE),
        "role_pages.show_role": Rule(Who.ANYONE),
        "comparison_pages.compare": Rule(Who.ANYONE),
        "role_pages.report_role": Rule(Who.ANYONE),
        "role_pages.send_report": Rule(Who.ANYONE),
        "profiles.show_confirmation": Rule(Who.ANYONE),
        "profiles.confirm_profile": Rule(Who.ANYONE),
        "health.healthz": Rule(Who.ANYONE),
        "health.readyz": Rule(Who.ANYONE),
        "health.metrics": Rule(Who.ADMIN, "admin"),
        "taxonomies.list_codes": Rule(Who.ANYONE),
        "accounts.register": Rule(Who.ANYONE),
        "accounts.show_account": Rule(Who.ACCOUNT),
        "accounts.delete_account": Rule(Who.ACCOUNT),
        "account_pages.show_registration": Rule(Who.ANYONE),
        "account_pages.register": Rule(Who.ANYONE),
        "account_pages.show_registered": Rule(Who.ANYONE),
        "account_pages.show_start": Rule(Who.ACCOUNT),
        "account_pages.show_welcome": Rule(Who.ACCOUNT),
        "account_pages.show_account": Rule(Who.ACCOUNT),
        "account_pages.show_deletion": Rule(Who.ACCOUNT),
        "account_pages.delete_account": Rule(Who.ACCOUNT),
        "token_pages.show_tokens": Rule(Who.ACCOUNT),
        "token_pages.create_token": Rule(Who.ACCOUNT),
        "token_pages.revoke_token": Rule(Who.ACCOUNT),
        "tokens.list_tokens": Rule(Who.ACCOUNT),
        "tokens.create_token": Rule(Who.ACCOUNT),
        "tokens.revoke_token": Rule(Who.ACCOUNT),
        "employers.create_employer": Rule(Who.ACCOUNT, "employers:write"),
        "employers.show_employer": Rule(Who.ANYONE),
        "employers.update_employer": Rule(Who.ACCOUNT, "employers:write"),
        "employers.list_members": Rule(Who.ACCOUNT, "employers:read"),
        "employers.add_member": Rule(Who.ACCOUNT, "employers:write"),
        "employers.remove_member": Rule(Who.ACCOUNT, "employers:write"),
        "employers.verify_employer": Rule(Who.ADMIN, "admin"),
        "searches.search_roles": Rule(Who.ANYONE),
        "saved_searches.list_searches": Rule(Who.ACCOUNT, "searches:read"),
        "saved_searches.save_search": Rule(Who.ACCOUNT, "searches:write"),
        "saved_searches.delete_search": Rule(Who.ACCOUNT, "searches:write"),
        "roles.create_role": Rule(Who.ACCOUNT, "roles:write"),
        "roles.show_role": Rule(Who.ANYONE),
        "roles.update_role": Rule(Who.ACCOUNT, "roles:write"),
        "roles.delete_role": Rule(Who.ACCOUNT, "roles:write"),
        "roles.move_role": Rule(Who.ACCOUNT, "roles:write"),
        "candidates.create_candidate": Rule(Who.ACCOUNT, "candidates:write"),
        "candidates.show_candidate": Rule(Who.ACCOUNT, "candidates:read"),
        "candidates.update_candidate": Rule(Who.ACCOUNT, "candidates:write"),
        "candidates.erase_candidate": Rule(Who.ACCOUNT, "candidates:write"),
        "candidates.give_consent": Rule(Who.ACCOUNT, "candidates:write"),
        "candidates.withdraw_consent": Rule(Who.ACCOUNT, "candidates:write"),
        "candidates.list_views": Rule(Who.ACCOUNT, "candidates:read"),
        "evidence.submit_evidence": Rule(Who.ACCOUNT, "candidates:write"),
        "evidence.decide_evidence": Rule(Who.VERIFIER, "admin"),
        "matches.rank_roles": Rule(Who.ACCOUNT, "matches:read"),
        "matches.show_role_match": Rule(Who.ACCOUNT, "matches:read"),
        "matches.rank_candidates": Rule(Who.ACCOUNT, "matches:read"),
        "matches.show_candidate_match": Rule(Who.ACCOUNT, "matches:read"),
        "matches.preview_match": Rule(Who.ACCOUNT, "matches:read"),
        "assessments.assess": Rule(Who.ANYONE),
        "policies.list_policies": Rule(Who.ANYONE),
        "policies.show_policy": Rule(Who.ANYONE),
        "policies.show_version": Rule(Who.ANYONE),
        "policies.compare_versions": Rule(Who.ANYONE),
        "routes.list_routes": Rule(Who.ANYONE),
        "routes.compare_routes": Rule(Who.ANYONE),
        "applications.apply": Rule(Who.ACCOUNT, "applications:write"),
        "applications.list_applications": Rule(Who.ACCOUNT, "applications:read"),
        "applications.show_application": Rule(Who.ACCOUNT, "applications:read"),
        "applications.move_application": Rule(Who.ACCOUNT, "applications:write"),
        "invitations.invite": Rule(Who.ACCOUNT, "invitations:write"),
        "invitations.list_invitations": Rule(Who.ACCOUNT, "invitations:read"),
        "invitations.respond": Rule(Who.ACCOUNT, "invitations:write"),
        "reports.report_role": Rule(Who.ANYONE),
        "imports.import_roles": Rule(Who.ACCOUNT, "imports:write"),
        "imports.import_candidates": Rule(Who.ACCOUNT, "imports:write"),
        "exports.export_roles": Rule(Who.ACCOUNT, "roles:read"),
        "exports.export_candidates": Rule(Who.ACCOUNT, "candidates:read"),
        "conversation.show_conversation": Rule(Who.ACCOUNT, "applications:read"),
        "conversation.answer": Rule(Who.ACCOUNT, "applications:write"),
        **CALLS_OF_EMPLOYERS,
        **CALLS_OF_GREENHOUSE,
        **CALLS_OF_ME,
        **CALLS_OF_OPERATOR,
        **CALLS_OF_WEBHOOKS,
    }
)


def admit(caller: Caller, rule: Rule) -> None:
    """Refuse a caller whom the table does not let in.

    Raises:
        NotSignedIn: the call needs an account.
        NotAllowed: the account or the token does not reach so far.
    """
    if rule.who is Who.ANYONE:
        return
    if not caller.is_signed_in:
        raise NotSignedIn(Message("Sign in, or send a token as 'Authorization: Bearer kvm_…'."))
    for scope in (rule.scope, rule.also):
        if not caller.has_scope(scope):
            raise NotAllowed(Message("The token lacks the scope {scope}.", scope=scope))
    if rule.who is Who.ADMIN and not caller.is_admin:
        raise NotAllowed(Message("Only the operator may do this."))
    if rule.who is Who.VERIFIER and not (caller.is_admin or caller.is_verifier):
        raise NotAllowed(Message("Only the operator or a verifier may do this."))
