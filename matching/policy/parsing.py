"""Build a pack from its lines, refusing whatever the format does not allow."""

import json

from matching.policy.digests import digest_of
from matching.policy.pack import Jurisdiction, Pack
from matching.policy.reading import Cell
from matching.policy.rules import Criteria, read_branches
from matching.policy.sections import (
    CITABLE,
    Citations,
    read_attributes,
    read_facts,
    read_parameters,
    read_release,
    read_sources,
    read_suspensions,
    read_taxonomies,
    read_version,
)

SCHEMA = "policy-pack/1"
LEVELS = ("national", "province", "reform")
REQUIRED = (
    "schema id version status title jurisdiction effective recorded sources facts criteria flags"
)


def read_pack(cell: Cell, *, tests: bool) -> Pack:
    """Build a pack; only below a folder ``tests`` may it cite invented sources."""
    top = cell.fields(REQUIRED, "taxonomies params groups suspensions attributes")
    top["schema"].word({SCHEMA}, "schema")
    content = cell.plain()
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE | {"test"} if tests else CITABLE)
    effective = top["effective"].fields("from cite", "to")
    days = top["effective"].span()
    taxonomies = read_taxonomies(top.get("taxonomies"))
    facts = read_facts(top["facts"], taxonomies)
    parameters = read_parameters(top.get("params"), citations, days)
    reader = Criteria(
        facts=facts, taxonomies=taxonomies, parameters=parameters, citations=citations
    )
    criteria = reader.read(top["criteria"])
    groups = read_branches(top.get("groups"), set(criteria), parameters)
    flags = read_branches(top["flags"], {*criteria, *groups}, parameters)
    status, recorded_on, review_by = read_release(top)
    pack = Pack(
        id=top["id"].text(),
        version=read_version(top["version"]),
        status=status,
        title=top["title"].translated(),
        jurisdiction=_jurisdiction(top["jurisdiction"]),
        effective=days,
        effective_cite=citations.cite(effective["cite"]),
        recorded_on=recorded_on,
        review_by=review_by,
        sources=sources,
        facts=facts,
        parameters=parameters,
        criteria=criteria,
        groups=groups,
        flags=flags,
        suspensions=read_suspensions(top.get("suspensions"), flags, citations),
        attributes=read_attributes(top.get("attributes"), citations),
        written=json.dumps(content, ensure_ascii=False),
        digest=digest_of(content),
    )
    citations.refuse_uncited(top["sources"])
    _refuse_wrong_within(top["facts"], pack)
    return pack


def _jurisdiction(cell: Cell) -> Jurisdiction:
    pairs = cell.fields("country level code authorities")
    return Jurisdiction(
        country=pairs["country"].text(),
        level=pairs["level"].word(LEVELS, "level"),
        code=pairs["code"].text(),
        authorities=pairs["authorities"].translated(),
    )


def _refuse_wrong_within(cell: Cell, pack: Pack) -> None:
    for name, fact in cell.entries():
        within = pack.facts[name].within
        if within is not None and within not in pack.parameters:
            fact.refuse(f"`{within}` is no parameter of this pack", "name one under `within`")
