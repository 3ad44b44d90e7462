"""Which places a pack knows: its country, its country's provinces, those of its overlays."""

from collections.abc import Mapping

from matching.policy.pack import Pack

_CHINA = (
    "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HK HL HN JL JS JX LN MO NM NX QH SC SD SH SN SX TJ TW "
    "XJ XZ YN ZJ"
)
_UNITED_STATES = (
    "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC "
    "ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UM UT VA VI VT WA WI WV WY"
)
_CANADA = "AB BC MB NB NL NS NT NU ON PE QC SK YT"
# Source: ISO 3166-2, the codes behind the country's.
PROVINCES: Mapping[str, frozenset[str]] = {
    country: frozenset(f"{country}-{code}" for code in codes.split())
    for country, codes in {"CN": _CHINA, "US": _UNITED_STATES, "CA": _CANADA}.items()
}


class UnknownProvince(LookupError):
    """No such place in the pack's country."""


def require_province(pack: Pack, province: str) -> None:
    """Refuse a place that a pack knows nothing of.

    Raises:
        UnknownProvince: says what is allowed.
    """
    country = pack.jurisdiction.country
    overlays = {overlay.code for overlay in pack.overlays if overlay.level == "province"}
    if province not in {country, *PROVINCES.get(country, ()), *overlays}:
        raise UnknownProvince(
            f"{province!r} is no province of {country}; write its ISO 3166-2 code, "
            f"or {country} for none in particular"
        )
