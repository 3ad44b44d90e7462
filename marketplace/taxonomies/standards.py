"""Which codes of public standards exist: currencies, languages, provinces."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from marketplace.policies.installed import installed_packs
from matching.policy.provinces import PROVINCES


@cache
def standard(name: str) -> tuple[str, ...]:
    """Return the ``currencies`` (ISO 4217) or ``languages`` (ISO 639-1) in use, ascending."""
    text = files("marketplace.taxonomies").joinpath("standards.yaml").read_text(encoding="utf-8")
    lists: Mapping[str, str] = yaml.safe_load(text)
    return tuple(lists[name].split())


def is_province(code: str) -> bool:
    """Whether a code of the form of ISO 3166 exists, as far as we know its country.

    We know China's provinces, and those for which an overlay of an installed pack speaks.
    """
    if not code.startswith("CN-") or code in PROVINCES["CN"]:
        return True
    packs = (pack for versions in installed_packs().values() for pack in versions.values())
    overlays = (overlay for pack in packs for overlay in pack.overlays)
    return any(overlay.level == "province" and overlay.code == code for overlay in overlays)
