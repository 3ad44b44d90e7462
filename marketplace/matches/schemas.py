"""Matches as the API reads and writes them."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from marketplace.assessments.schemas import OUTCOMES, FlagSchema
from marketplace.candidates.schemas import CandidateSchema
from marketplace.http.fields import SHORT, Day, Text, Whole, at_most
from marketplace.http.paging import MetaSchema, PageQuery, PageSchema
from marketplace.http.parameters import Schema
from marketplace.matches.details import DETAILS
from marketplace.messages import Message
from marketplace.roles.schemas import RoleSchema
from marketplace.taxonomies.codes import DEGREE_LEVELS, HUBS, SECTORS

DEFAULT_TERMS = 8
FLAGS = ("k_sponsorship", "k_self_initiated", "k_switch", "pr_pathway")
BANDS = ("strong", "fair", "weak")


class Choices(fields.List[str]):
    """A repeated or comma-separated query parameter: any of its codes."""

    meaning = "Any of these."

    def __init__(
        self,
        codes: tuple[str, ...] = (),
        load_default: tuple[str, ...] = (),
        *,
        each: fields.String | None = None,
        parted: bool = True,
    ) -> None:
        known = validate.OneOf(codes, error=Message("Not one of: {choices}."))
        inner = fields.String(validate=known) if codes else Text(SHORT)
        super().__init__(
            each or inner,
            load_default=load_default,
            validate=at_most(50),
            metadata={"description": self.meaning},
        )
        self._parted = parted  # whether a comma parts two values

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        given = value if isinstance(value, list | tuple) else [value]
        lists = [str(item).split(",") if self._parted else [str(item)] for item in given]
        parts = [part for each in lists for part in each if part]
        return super()._deserialize(parts, attr, data, **kwargs)


class NoneOf(Choices):
    """A parameter that leaves out what has any of its codes."""

    meaning = "None of these; what states nothing stays."


class RankQuery(PageQuery):
    """What narrows and orders a ranking."""

    sort = fields.String(load_default="fit", validate=validate.OneOf(["fit", "newest"]))
    terms = fields.String(
        load_default=str(DEFAULT_TERMS),
        validate=Whole(r"^(all|[0-9]{1,3})$", error=Message("A number up to 999, or all.")),
    )
    include = Choices(DETAILS)
    k_sponsorship = Choices(tuple(OUTCOMES))
    k_self_initiated = Choices(tuple(OUTCOMES))
    k_switch = Choices(tuple(OUTCOMES))
    pr_pathway = Choices(tuple(OUTCOMES))
    band = Choices(BANDS)
    sector = Choices(SECTORS)
    hub = Choices(HUBS)
    degree = Choices(DEGREE_LEVELS)
    not_sector = NoneOf(SECTORS)
    not_hub = NoneOf(HUBS)
    not_degree = NoneOf(DEGREE_LEVELS)


class PairQuery(RankQuery):
    """How much of one pair to tell, as of which day."""

    class Meta(RankQuery.Meta):
        """Nothing that narrows or orders."""

        fields = ("terms", "include", "as_of")

    include = Choices(DETAILS, load_default=DETAILS)
    as_of = Day(load_default=None)


class ContributionSchema(Schema):
    """What one term adds to a score."""

    term = fields.String(required=True)
    field = fields.String(required=True)
    role_weight = fields.Float(required=True)
    candidate_weight = fields.Float(required=True)
    contribution = fields.Float(required=True)


class MustHavesSchema(Schema):
    """How many of the role's required skills the candidate has."""

    met = fields.Integer(required=True)
    of = fields.Integer(required=True)


class MissingSchema(Schema):
    """A skill that the role asks and the candidate does not name."""

    term = fields.String(required=True)
    required = fields.Boolean(required=True)


class AdjacentSchema(Schema):
    """A skill near the one that is asked; shown, never scored."""

    asked = fields.String(required=True)
    have = fields.String(required=True)


class GateSchema(Schema):
    """A requirement of the role."""

    code = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    needed = fields.Raw(required=True, allow_none=True)
    have = fields.Raw(allow_none=True, metadata={"description": "Not told to employers."})


class MatchedRoleSchema(Schema):
    """The role of a match."""

    id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    employer_id = fields.UUID(required=True, allow_none=True)
    offers_sponsorship = fields.Boolean(required=True, allow_none=True)


class MatchedCandidateSchema(Schema):
    """The candidate of a match: an id where they are open or oneself, else a code."""

    id = fields.UUID(allow_none=True)
    code = fields.String(allow_none=True)
    headline = fields.String(required=True, allow_none=True)
    profile = fields.Dict(metadata={"description": "With one pair in full, to an employer."})


class ConsistencySchema(Schema):
    """In how many provinces the flags are those of the national rules."""

    share = fields.Float(required=True)
    differs = fields.List(fields.String(), required=True)


class DocumentSchema(Schema):
    """A document that proves what decides a flag."""

    criterion = fields.String(required=True)
    document = fields.String(required=True)


class MatchSchema(Schema):
    """A candidate, a role, and how they fit."""

    rank = fields.Integer(required=True, allow_none=True)
    score = fields.Float(required=True, allow_none=True)
    band = fields.String(required=True, allow_none=True)
    role = fields.Nested(MatchedRoleSchema, required=True)
    candidate = fields.Nested(MatchedCandidateSchema, required=True)
    contributions = fields.List(fields.Nested(ContributionSchema), required=True)
    other_contributions = fields.Float(required=True)
    must_haves = fields.Nested(MustHavesSchema, required=True)
    missing = fields.List(fields.Nested(MissingSchema), required=True)
    adjacent = fields.List(fields.Nested(AdjacentSchema), required=True)
    # In runs of eight or more that stand in the role's text too: a sign of a pasted advertisement.
    copied_words = fields.Integer(required=True)
    gates = fields.List(fields.Nested(GateSchema), required=True)
    flags = fields.Dict(keys=fields.String(), values=fields.Nested(FlagSchema), required=True)
    official = fields.Dict(keys=fields.String(), values=fields.Nested(FlagSchema))
    consistency = fields.Nested(ConsistencySchema)
    documents = fields.List(fields.Nested(DocumentSchema))


class IndexSchema(Schema):
    """What the ranking rests on."""

    generation = fields.String(required=True)
    as_of = fields.Integer(required=True)


class RankedMetaSchema(MetaSchema):
    """About a ranking."""

    index = fields.Nested(IndexSchema, required=True)
    generation_changed = fields.Boolean(required=True)


class MatchListSchema(Schema):
    """A page of a ranking."""

    data = fields.List(fields.Nested(MatchSchema), required=True)
    page = fields.Nested(PageSchema, required=True)
    meta = fields.Nested(RankedMetaSchema, required=True)


class PreviewedProfileSchema(CandidateSchema):
    """A profile of which nothing is required."""


class PreviewedRoleSchema(RoleSchema):
    """A role of which nothing is required."""


class PreviewSchema(Schema):
    """A profile, a role, or both; nothing of it is stored."""

    profile = fields.Nested(PreviewedProfileSchema(partial=True))
    role = fields.Nested(PreviewedRoleSchema(partial=True))

    @validates_schema
    def check_something(self, given: dict[str, object], **_: object) -> None:
        """Refuse an empty preview."""
        if not given:
            raise ValidationError(Message("Send profile, role or both."))


class PreviewQuery(RankQuery):
    """What narrows and orders the ranking of a preview, as of which day."""

    as_of = Day(load_default=None)
