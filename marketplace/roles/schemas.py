"""Roles as the API reads and writes them."""

from functools import cache
from typing import Any

from marshmallow import (
    ValidationError,
    fields,
    post_load,
    pre_dump,
    pre_load,
    validates_schema,
)

from marketplace.http.echoes import set_aside
from marketplace.http.fields import (
    DOCUMENT,
    LINE,
    LONG,
    MAX_ITEMS,
    SHORT,
    Code,
    Day,
    Flag,
    Int,
    Moment,
    Text,
    Undivided,
    at_most,
)
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.roles.questions import (
    FEWEST_CHOICES,
    KINDS,
    LONGEST,
    LONGEST_CHOICE,
    MOST,
    MOST_CHOICES,
    with_ids,
)
from marketplace.roles.salaries import PARTS, range_fault
from marketplace.taxonomies.codes import (
    DEGREE_LEVELS,
    EMPLOYMENT_TYPES,
    LANGUAGE_LEVELS,
    ROLE_KINDS,
    SALARY_PERIODS,
    SECTORS,
    WORK_MODES,
)
from marketplace.taxonomies.fields import Currency, Language, Province
from models import RoleStatus

LARGEST_SALARY = 10**12  # whole units of any currency
MOVES = ("open", "paused", "closed")  # what a member may ask for; the calendar expires
_MANY = at_most(MAX_ITEMS)
_UNSAID: dict[str, Any] = {"allow_none": True, "load_default": None}


class RoleSalarySchema(Schema):
    """What a role pays; an amount never stands without its currency and period."""

    min = Int(0, LARGEST_SALARY, **_UNSAID)
    max = Int(0, LARGEST_SALARY, **_UNSAID)
    currency = Currency(required=True)
    period = Code(SALARY_PERIODS, required=True)

    @validates_schema
    def check_range(self, salary: dict[str, Any], **_: object) -> None:
        """Refuse a minimum above the maximum."""
        if fault := range_fault(salary.get("min"), salary.get("max")):
            raise ValidationError(fault, "min")


class AskedSkillSchema(Schema):
    """A skill that a role asks for; a must only where the employer says so."""

    name = Text(LINE, required=True)
    required = Flag(load_default=False)


class AskedLanguageSchema(Schema):
    """A language that a role asks for, at a level or at any."""

    language = Language(required=True)
    level = Code(LANGUAGE_LEVELS, **_UNSAID)

    @validates_schema
    def check_scale(self, asked: dict[str, Any], **_: object) -> None:
        """Refuse a level of Chinese for another language."""
        if (asked["level"] or "").startswith("HSK") and not _is_chinese(asked["language"]):
            raise ValidationError(Message("HSK levels are for Chinese (zh) alone."), "level")


def _is_chinese(tag: str) -> bool:
    return tag.partition("-")[0].lower() == "zh"


class RoleSupportSchema(Schema):
    """What the employer offers beside pay; null: not said."""

    housing = Flag(**_UNSAID)
    dependants = Flag(**_UNSAID)
    schooling = Flag(**_UNSAID)
    healthcare = Flag(**_UNSAID)
    language_course = Flag(**_UNSAID)


class RoleTermsSchema(Schema):
    """Who owns what comes of the work, and what may be told of it; null: not said."""

    ip = Text(LONG, **_UNSAID)
    publication_allowed = Flag(**_UNSAID)
    data = Text(LONG, **_UNSAID)


class QuestionSchema(Schema):
    """What a role asks its applicants; ``id`` changes with what is asked, not with its place."""

    id = fields.String(dump_only=True)
    text = Text(LONGEST, required=True)
    kind = Code(KINDS, load_default="text")
    required = Flag(load_default=False)
    choices = fields.List(Text(LONGEST_CHOICE), load_default=list, validate=at_most(MOST_CHOICES))

    @validates_schema
    def check_choices(self, question: dict[str, Any], **_: object) -> None:
        """Refuse a choice of nothing, and choices where none is asked for."""
        if fault := _fault_of(question["kind"], question["choices"]):
            raise ValidationError(fault, "choices")


def _fault_of(kind: str, choices: list[str]) -> Message | None:
    if kind != "choice":
        return Message("Only a question of the kind choice has choices.") if choices else None
    if len(choices) < FEWEST_CHOICES:
        return Message("Name at least {least} choices.", least=FEWEST_CHOICES)
    return Message("Each choice only once.") if len(set(choices)) < len(choices) else None


def _asked_once(questions: list[dict[str, Any]]) -> None:
    """Refuse a question that stands there twice."""
    texts = [question["text"] for question in questions]
    for place, text in enumerate(texts):
        if text in texts[:place]:
            raise ValidationError({place: {"text": [Message("The same question stands above.")]}})


class RoleSchema(Schema):
    """A role; a draft may lack all but its title and employer."""

    id = fields.UUID(dump_only=True)
    employer_id = fields.UUID(required=True)
    title = Text(LINE, required=True)
    description = Text(DOCUMENT, **_UNSAID)
    requirements = Text(DOCUMENT, **_UNSAID)
    skills = fields.List(Undivided(AskedSkillSchema), load_default=list, validate=_MANY)
    sectors = fields.List(Code(SECTORS), validate=at_most(len(SECTORS)), **_UNSAID)
    sectors_proposed = fields.Boolean(dump_only=True)
    kind = Code(ROLE_KINDS, load_default="job")
    seniority = Text(SHORT, **_UNSAID)
    city = Text(SHORT, **_UNSAID)
    province = Province(**_UNSAID)
    work_mode = Code(WORK_MODES, **_UNSAID)
    employment_type = Code(EMPLOYMENT_TYPES, **_UNSAID)
    headcount = Int(1, 10_000, **_UNSAID)
    start_date = Day(**_UNSAID)
    duration_months = Int(1, 120, **_UNSAID)
    salary: fields.Nested = Undivided(RoleSalarySchema, **_UNSAID)
    degree_min = Code(DEGREE_LEVELS, **_UNSAID)
    experience_years_min = Int(0, 60, **_UNSAID)
    languages = fields.List(Undivided(AskedLanguageSchema), validate=_MANY, **_UNSAID)
    offers_sponsorship = Flag(**_UNSAID)
    support = fields.Nested(RoleSupportSchema, load_default=dict)
    terms = fields.Nested(RoleTermsSchema, load_default=dict)
    facilities = fields.List(Text(LINE), load_default=list, validate=_MANY)
    questions = fields.List(
        Undivided(QuestionSchema),
        load_default=list,
        validate=[at_most(MOST), _asked_once],
    )
    status = fields.Enum(RoleStatus, by_value=True, dump_only=True)
    posted_at = Moment(dump_only=True, allow_none=True)
    reposts = fields.Integer(
        dump_only=True,
        metadata={"description": "Ended postings of its employer with the same title and city."},
    )
    valid_through = Day(**_UNSAID)
    created_at = Moment(dump_only=True)
    updated_at = Moment(dump_only=True)

    @post_load
    def spread(self, role: dict[str, Any], **_: object) -> dict[str, Any]:
        """Write a role as the table does; a part of the salary not given is left alone."""
        if "questions" in role:
            role["questions"] = with_ids(role["questions"])
        if "salary" in role:
            salary = role.pop("salary")
            given = dict.fromkeys(PARTS) if salary is None else salary
            role |= {f"salary_{part}": value for part, value in given.items()}
        return role

    @pre_dump
    def gather(self, role: Any, **_: object) -> Any:  # noqa: ANN401 - a row or a mapping
        """Nest what the API nests, with every key there."""
        if isinstance(role, dict):
            return role
        shown = {name: getattr(role, name, None) for name in self.fields}
        if role.salary_currency is not None:
            shown["salary"] = {part: getattr(role, f"salary_{part}") for part in PARTS}
        shown["support"] = _every(RoleSupportSchema, role.support)
        shown["terms"] = _every(RoleTermsSchema, role.terms)
        return shown


def _every(schema: type[Schema], stated: dict[str, Any]) -> dict[str, Any]:
    return {name: stated.get(name) for name in _names(schema)}


@cache
def _names(schema: type[Schema]) -> tuple[str, ...]:
    return tuple(schema().fields)


class RoleChangeSchema(RoleSchema):
    """A change of a role: what is left out stays, also inside salary, support and terms.

    What only we set may come back as it was read; a role stays with its employer.
    """

    employer_id = fields.UUID(dump_only=True)
    salary = fields.Nested(RoleSalarySchema(partial=True), **_UNSAID)

    @pre_load
    def keep_ours(self, sent: Any, **_: object) -> Any:  # noqa: ANN401 - JSON is anything
        """Set aside what only the service sets, until the role is known."""
        return set_aside(self, sent)


class MoveSchema(Schema):
    """Where a role shall go."""

    to = Code(MOVES, required=True)
