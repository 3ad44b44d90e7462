"""The entries of a profile's sections as the API reads and writes them."""

from typing import Any

from marshmallow import Schema as PlainSchema
from marshmallow import ValidationError, fields, pre_load, validates_schema

from marketplace.http.fields import (
    LINE,
    MAX_ITEMS,
    SHORT,
    Code,
    Flag,
    Int,
    PartialDate,
    Text,
    Undivided,
    at_most,
)
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.taxonomies.codes import DEGREE_LEVELS, LANGUAGE_LEVELS, SECTORS
from marketplace.taxonomies.fields import Language
from matching.codes import Evidence

STORY, TITLE = 10_000, 500  # characters
_UNSAID: dict[str, Any] = {"allow_none": True, "load_default": None}


class ReadOnlySchema(Schema):
    """Something of which we make parts ourselves; sending those is refused by name."""

    @pre_load
    def refuse_ours(self, sent: Any, **_: object) -> Any:  # noqa: ANN401 - JSON is anything
        """Refuse what only the service sets."""
        ours = set(self.dump_fields) - set(self.load_fields)
        if isinstance(sent, dict) and (found := sorted(ours & set(sent))):
            detail = Message(
                "Set by the service alone (evidence by a decision on its proof): leave it out."
            )
            raise ValidationError({name: [detail] for name in found})
        return sent


class EntrySchema(ReadOnlySchema):
    """An entry that can be proved; one whose content stays keeps its id and evidence."""

    id = fields.UUID(dump_only=True)
    evidence = fields.String(dump_only=True, metadata={"enum": [*Evidence]})
    evidence_expires_on = fields.String(
        dump_only=True, allow_none=True, metadata={"format": "date"}
    )


class SkillSchema(Schema):
    """A skill, and for how many years."""

    name = Text(LINE, required=True)
    years = Int(0, 80, **_UNSAID)


class EmploymentSchema(EntrySchema):
    """A post that the candidate held; without an end it lasts."""

    title = Text(LINE, **_UNSAID)
    organisation = Text(LINE, **_UNSAID)
    sector = Code(SECTORS, **_UNSAID)
    start = PartialDate(**_UNSAID)
    end = PartialDate(**_UNSAID)
    summary = Text(STORY, **_UNSAID)
    leads_rd = Flag(**_UNSAID)
    stem_research = Flag(**_UNSAID)

    @validates_schema
    def check_order(self, post: dict[str, Any], **_: object) -> None:
        """Refuse an end before the start, as far as both are known."""
        start, end = post["start"] or "", post["end"] or ""
        known = min(len(start), len(end))
        if end[:known] < start[:known]:
            raise ValidationError(Message("The end lies before the start."), "end")


class DegreeSchema(EntrySchema):
    """A degree, reached or under way."""

    institution = Text(LINE, **_UNSAID)
    degree = Code(DEGREE_LEVELS, **_UNSAID)
    field = Text(LINE, **_UNSAID)
    sectors = fields.List(Code(SECTORS), validate=at_most(len(SECTORS)), **_UNSAID)
    stem = Flag(**_UNSAID)
    end = PartialDate(**_UNSAID)


class PatentSchema(EntrySchema):
    """A patent."""

    number = Text(SHORT, **_UNSAID)
    title = Text(TITLE, required=True)


class PublicationSchema(EntrySchema):
    """A publication."""

    doi = Text(LINE, **_UNSAID)
    title = Text(TITLE, required=True)


class AwardSchema(EntrySchema):
    """An award."""

    title = Text(TITLE, required=True)
    issuer = Text(LINE, **_UNSAID)


class KnownLanguageSchema(EntrySchema):
    """A language that the candidate knows, at a level or at any."""

    language = Language(required=True)
    level = Code(LANGUAGE_LEVELS, **_UNSAID)

    @validates_schema
    def check_scale(self, known: dict[str, Any], **_: object) -> None:
        """Refuse a level of Chinese for another language."""
        is_chinese = known["language"].partition("-")[0].lower() == "zh"
        if (known["level"] or "").startswith("HSK") and not is_chinese:
            raise ValidationError(Message("HSK levels are for Chinese (zh) alone."), "level")


def section_of(entry: type[PlainSchema]) -> fields.List[Any]:
    """Return the field of a section; null is "not stated", an empty list "stated: none"."""
    return fields.List(Undivided(entry), validate=at_most(MAX_ITEMS), **_UNSAID)
