"""Invented postings and résumés that have the difficulties of real ones."""

from typing import Any


def posting(**changes: Any) -> dict[str, Any]:
    """Return a posting that is good in every way."""
    body: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "Lantern Photonics", "value": "L-17"},
        "title": "Photonics process engineer",
        "description": "<p>You etch wafers &amp; measure them.</p><ul><li>lithography</li></ul>",
        "hiringOrganization": {"@type": "Organization", "name": "Lantern Photonics"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "苏州-工业园区"},
        },
        "baseSalary": "2-3万/月",
        "employmentType": "FULL_TIME",
        "validThrough": "2031-05-31T23:59:00+08:00",
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}


def resume(**changes: Any) -> dict[str, Any]:
    """Return a résumé that is good in every way."""
    body: dict[str, Any] = {
        "basics": {
            "name": "Tomas Brandvik-Liu",
            "label": "Photonics process engineer",
            "email": "tomas@brandvik.example",
            "summary": "Twelve years of wafers.",
        },
        "work": [{"name": "Fjord Optics", "position": "Engineer", "startDate": "2015-03"}],
        "skills": [{"name": "Lithography", "keywords": ["EUV", "photoresist"]}],
        "meta": {"canonical": "https://brandvik.example/resume"},
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}
