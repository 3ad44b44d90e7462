"""Who may do what on the pages of the operator."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.rules import Rule, Who

CALLS_OF_OPERATOR: Mapping[str, Rule] = MappingProxyType(
    {
        "operator.show_overview": Rule(Who.VERIFIER),
        "operator.list_evidence": Rule(Who.VERIFIER),
        "operator.show_evidence": Rule(Who.VERIFIER),
        "operator.show_document": Rule(Who.VERIFIER),
        "operator.check_evidence": Rule(Who.VERIFIER),
        "operator.list_employers": Rule(Who.ADMIN),
        "operator.show_employer": Rule(Who.ADMIN),
        "operator.check_employer": Rule(Who.ADMIN),
        "operator.show_reviews": Rule(Who.ADMIN),
        "operator.answer_review": Rule(Who.ADMIN),
        "operator.list_reports": Rule(Who.ADMIN),
        "operator.close_report": Rule(Who.ADMIN),
        "operator.list_postings": Rule(Who.ADMIN),
        "operator.remove_posting": Rule(Who.ADMIN),
        "operator.list_duplicates": Rule(Who.ADMIN),
        "operator.remove_duplicate": Rule(Who.ADMIN),
        "operator.show_dictionary": Rule(Who.ADMIN),
        "operator.list_imports": Rule(Who.ADMIN),
        "operator.show_retention": Rule(Who.ADMIN),
        "operator.show_import": Rule(Who.ADMIN),
        "operator.show_trail": Rule(Who.ADMIN),
        "operator.show_policies": Rule(Who.ADMIN),
        "operator.preview_policy": Rule(Who.ADMIN),
        "operator.show_impact": Rule(Who.ADMIN),
        "operator.show_health": Rule(Who.ADMIN),
    }
)
