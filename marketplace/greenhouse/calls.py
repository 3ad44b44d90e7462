"""Who may call what of Greenhouse."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.rules import Rule, Who

KEY = "employers:write"
MET, RANKED = "applications:read", "matches:read"  # people are shown, and how well they fit
SENDING = "applications:write"

CALLS_OF_GREENHOUSE: Mapping[str, Rule] = MappingProxyType(
    {
        "greenhouse.show_account": Rule(Who.ACCOUNT, KEY),
        "greenhouse.connect": Rule(Who.ACCOUNT, KEY),
        "greenhouse.check": Rule(Who.ACCOUNT, KEY),
        "greenhouse.disconnect": Rule(Who.ACCOUNT, KEY),
        "greenhouse.list_pushes": Rule(Who.ACCOUNT, MET),
        "greenhouse.new_push": Rule(Who.ACCOUNT, MET, RANKED),
        "greenhouse.push": Rule(Who.ACCOUNT, SENDING, RANKED),
        "greenhouse.push_again": Rule(Who.ACCOUNT, SENDING),
    }
)
