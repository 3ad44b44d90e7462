"""Reports over HTTP."""

from typing import TYPE_CHECKING, Any

from marketplace.auth import caller
from marketplace.database import session
from marketplace.http.openapi import BASE, Blueprint
from marketplace.reports import services
from marketplace.reports.schemas import ReportSchema

if TYPE_CHECKING:
    from models import Report

reports = Blueprint("reports", __name__, url_prefix=f"{BASE}/reports", description=services.__doc__)


@reports.post("")
@reports.arguments(
    ReportSchema,
    example={
        "role_id": "01920000-0000-7000-8000-000000000002",
        "reason": "fee",
        "detail": "They asked me for a deposit before the interview.",
    },
)
@reports.response(201, ReportSchema)
def report_role(report: dict[str, Any]) -> "Report":
    """Report a role to the operator; you need no account."""
    return services.report_role(session(), caller(), **report)
