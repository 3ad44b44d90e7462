"""Policy packs over HTTP."""

from typing import Any

from marketplace.clock import today
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page
from marketplace.policies import services
from marketplace.policies.installed import installed_packs
from marketplace.policies.schemas import PolicyComparisonSchema, PolicySchema, PolicyVersionSchema

policies = Blueprint(
    "policies", __name__, url_prefix=f"{BASE}/policies", description=services.__doc__
)


@policies.get("")
@policies.arguments(PageQuery, location="query")
@policies.response(200, list_of(PolicySchema))
def list_policies(query: dict[str, Any]) -> dict[str, Any]:
    """List the packs, each in its version of today."""
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_policies(
        installed_packs(), today(), limit=query["limit"], after=after
    )
    return page(rows, limit=query["limit"], total=total, key=lambda pack: [pack["id"]])


@policies.get("/<pack_id>")
@policies.response(200, PolicyVersionSchema)
def show_policy(pack_id: str) -> dict[str, Any]:
    """Show a pack whole, in its version of today."""
    return services.show_policy(installed_packs(), pack_id, None, today())


@policies.get("/<pack_id>/versions/<version>")
@policies.response(200, PolicyVersionSchema)
def show_version(pack_id: str, version: str) -> dict[str, Any]:
    """Show one version of a pack whole."""
    return services.show_policy(installed_packs(), pack_id, version, today())


@policies.get("/<pack_id>/versions/<version>/diff/<other>")
@policies.response(200, PolicyComparisonSchema)
def compare_versions(pack_id: str, version: str, other: str) -> dict[str, Any]:
    """Say in words what another version, or an overlay by its id, changes of a version."""
    pack, found = services.compare_policies(installed_packs(), pack_id, version, other, today())
    changes = [difference.plain() for difference in found]
    return {"id": pack.id, "version": pack.version, "other": other, "changes": changes}
