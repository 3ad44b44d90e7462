"""What the forms of reviews, the pipeline and invitations hold."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates

from marketplace.applications.schemas import LETTER, STAGES
from marketplace.assessments.schemas import OUTCOMES
from marketplace.employers.applicants import ORDERS
from marketplace.employers.narrowing import FRESH, NEW
from marketplace.form_letters.services import KINDS
from marketplace.http.fields import LINE, LONG, SHORT, Code, Flag, Int, Text
from marketplace.http.parameters import Query, Schema
from marketplace.matches.requirements import PAY_STEPS
from marketplace.matches.schemas import BANDS, Choices, NoneOf, RankQuery
from marketplace.messages import Message
from marketplace.pipelines.limits import LARGEST, LIMITED
from marketplace.reviews.owners import OWNERS
from marketplace.watches.services import FREQUENCIES

TAG = 40  # characters
DELAYS = (0, 1, 3)  # days until the message of a rejection leaves; 0: as soon as it is for good


class NoteSchema(Schema):
    """A note."""

    text = Text(LONG, required=True)
    is_shareable = Flag(load_default=False)


class ScorecardSchema(Query):
    """What a scorecard says beside its levels, which the page reads by the role's attributes."""

    overall = Int(1, 5, required=True)
    text = Text(LONG, allow_none=True, load_default=None)


class UnblindingSchema(Schema):
    """Why the blind is lifted."""

    reason = Text(500, required=True)


class RejectionSchema(Query):
    """What a rejection says: to the members, and to the candidate."""

    reason = Text(LINE, required=True)
    message = Text(LETTER, required=True)
    delay_days = fields.Integer(load_default=0, validate=validate.OneOf(DELAYS))


class ShortlistSchema(Query):
    """A shortlist's name."""

    name = Text(120, required=True)


class RationaleSchema(Query):
    """Why a candidate is on a list."""

    rationale = Text(1000, allow_none=True, load_default=None)


class InvitationLetterSchema(Query):
    """What an invitation says."""

    message = Text(LETTER, required=True)
    who = fields.List(fields.String(), validate=validate.Length(1, 50))


class MessageToManySchema(Query):
    """One message to several candidates."""

    message = Text(LETTER, required=True)
    who = fields.List(fields.String(), validate=validate.Length(1, 500))


class TagSchema(Query):
    """A tag; in an address a comma parts several."""

    tag = Text(TAG, required=True)

    @validates("tag")
    def check_tag(self, tag: str, **_: object) -> None:
        """Refuse a comma."""
        if "," in tag:
            raise ValidationError(Message("A tag holds no comma."))

    @post_load
    def tidy(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Take out white space that nobody sees."""
        return {"tag": " ".join(loaded["tag"].split())}


class FormLetterSchema(Query):
    """A form letter."""

    kind = Code(KINDS, required=True)
    name = Text(120, required=True)
    text_en = Text(LETTER, allow_none=True, load_default=None)
    text_zh = Text(LETTER, allow_none=True, load_default=None)


LimitsSchema = Query.from_dict(
    {name: Int(1, LARGEST, allow_none=True, load_default=None) for name in LIMITED},
    name="LimitsSchema",
)


class WatchSchema(Query):
    """How often a member is told of new candidates for a role, and of which fits."""

    frequency = Code(FREQUENCIES, required=True)
    least_band = Code(BANDS, required=True)


class CandidateQuery(RankQuery):
    """What narrows the candidates of a role, by their profiles and by its members' work."""

    must_haves = Choices(("met", "unknown"))
    requirements = Choices(tuple(OUTCOMES))
    skill = Choices(each=Text(SHORT), parted=False)
    pay = Choices(PAY_STEPS)
    tag = Choices(each=Text(TAG))
    not_tag = NoneOf(each=Text(TAG))
    stage = Choices(STAGES)
    fresh = Choices(FRESH)
    owner = Choices(OWNERS)


class BoardQuery(Query):
    """What narrows the board."""

    tag = Choices(each=Text(TAG))
    not_tag = NoneOf(each=Text(TAG))
    owner = Choices(OWNERS)


class ApplicantQuery(Query):
    """What narrows and orders those who applied."""

    sort = fields.String(load_default=ORDERS[0], validate=validate.OneOf(ORDERS))
    stage = Choices(STAGES)
    band = Choices(BANDS)
    tag = Choices(each=Text(TAG))
    not_tag = NoneOf(each=Text(TAG))
    fresh = Choices((NEW,))
    owner = Choices(OWNERS)
