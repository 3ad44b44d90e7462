"""The one form in which rules are written down and digested."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(content: Mapping[str, Any]) -> str:
    """Write plain data in the one form that is digested: keys sorted, nothing to spare."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the digest of the rules of a pack or overlay.

    What may change about a released version is left out: its status and when it was looked at.
    """
    rules = {key: value for key, value in content.items() if key not in {"status", "recorded"}}
    return "sha256:" + hashlib.sha256(canonical_json(rules).encode()).hexdigest()
