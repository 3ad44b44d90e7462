"""Role searches as the API reads and writes them."""

from typing import Any

from marshmallow import fields, post_load, validate

from marketplace.assessments.schemas import OUTCOMES
from marketplace.http.fields import LINE, QueryInt, Since, Words
from marketplace.http.paging import PageQuery, PageSchema
from marketplace.http.parameters import Schema, ignore_parameter
from marketplace.matches.schemas import Choices, NoneOf, RankedMetaSchema
from marketplace.roles.schemas import RoleSchema
from marketplace.taxonomies.codes import (
    DEGREE_LEVELS,
    EMPLOYER_KINDS,
    HUBS,
    ROLE_KINDS,
    SECTORS,
    WORK_MODES,
)
from marketplace.taxonomies.fields import Currency, Language, Province

SORTS = ("fit", "newest", "salary", "closing")
TRUTH = ("true", "false")
LARGEST_PAY = 10**12  # a year, in whole units


class SearchQuery(PageQuery):
    """What narrows and orders a search; a repeated parameter means any of its values."""

    q = Words(LINE, load_default="", metadata={"description": "Words, in any order."})
    sector = Choices(SECTORS)
    hub = Choices(HUBS)
    city = Choices()
    province = Choices(each=Province(folded=True))
    employer_kind = Choices(EMPLOYER_KINDS)
    degree = Choices(DEGREE_LEVELS)
    language = Choices(each=Language())
    work_mode = Choices(WORK_MODES)
    kind = Choices(ROLE_KINDS)
    not_sector = NoneOf(SECTORS)
    not_hub = NoneOf(HUBS)
    not_city = NoneOf()
    not_province = NoneOf(each=Province(folded=True))
    not_employer_kind = NoneOf(EMPLOYER_KINDS)
    not_degree = NoneOf(DEGREE_LEVELS)
    not_language = NoneOf(each=Language())
    not_work_mode = NoneOf(WORK_MODES)
    not_kind = NoneOf(ROLE_KINDS)
    verified = Choices(TRUTH)
    offers_sponsorship = Choices(TRUTH)
    salary_min = QueryInt(
        0, LARGEST_PAY, load_default=None, metadata={"description": "A year, in the currency."}
    )
    currency = Currency(
        folded=True, load_default=None, metadata={"description": "Of salary_min; CNY unless said."}
    )
    include_undisclosed = fields.String(load_default="false", validate=validate.OneOf(TRUTH))
    posted_after = Since(load_default=None)
    k_sponsorship = Choices(tuple(OUTCOMES))
    k_self_initiated = Choices(tuple(OUTCOMES))
    k_switch = Choices(tuple(OUTCOMES))
    pr_pathway = Choices(tuple(OUTCOMES))
    sort = fields.String(load_default=None, validate=validate.OneOf(SORTS))

    @post_load
    def settle_currency(self, query: dict[str, Any], **_: object) -> dict[str, Any]:
        """Name a currency that narrows and orders nothing among the ignored parameters."""
        idle = query["salary_min"] is None and query["sort"] != "salary"
        if query["currency"] is not None and idle:
            ignore_parameter("currency", suggestion="salary_min")
        return {**query, "currency": query["currency"] or "CNY"}


class NamedEmployerSchema(Schema):
    """The employer of a found role."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    verified = fields.Boolean(required=True)


class FitSchema(Schema):
    """How a found role fits the candidate who searches."""

    score = fields.Float(required=True)
    band = fields.String(required=True)
    flags = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FoundRoleSchema(RoleSchema):
    """A role that a search found."""

    employer = fields.Nested(NamedEmployerSchema, dump_only=True)
    match = fields.Nested(FitSchema, dump_only=True, allow_none=True)


class FoundRoleListSchema(Schema):
    """A page of a search, with counts over everything that it found."""

    data = fields.List(fields.Nested(FoundRoleSchema), required=True)
    page = fields.Nested(PageSchema, required=True)
    facets = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
    )
    meta = fields.Nested(RankedMetaSchema, required=True)
