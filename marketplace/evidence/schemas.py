"""Evidence as the API reads and writes it."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from marketplace.candidates.entries import SECTIONS, STATUS
from marketplace.http.fields import Code, Day, Moment, Text
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from matching.codes import Evidence


class EvidenceSchema(Schema):
    """A claim of a candidate with its proof, and what was decided."""

    id = fields.UUID(dump_only=True)
    candidate_id = fields.UUID(dump_only=True)
    section = Code((*SECTIONS, STATUS), required=True)
    claim_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={"description": "The id of an entry of the section; null for the status."},
    )
    proof = Text(
        1000, required=True, metadata={"description": "A reference or an address, no document."}
    )
    evidence = fields.String(dump_only=True, attribute="state", metadata={"enum": [*Evidence]})
    reason = fields.String(dump_only=True, allow_none=True)
    expires_on = fields.Date(dump_only=True, allow_none=True)
    created_at = Moment(dump_only=True)
    decided_at = Moment(dump_only=True, allow_none=True)

    @validates_schema
    def check_claim(self, sent: dict[str, Any], **_: object) -> None:
        """Ask for an entry of a section, and for none of the status."""
        if sent["section"] == STATUS and sent["claim_id"] is not None:
            raise ValidationError(
                Message("The status is proved as a whole: leave it out."), "claim_id"
            )
        if sent["section"] != STATUS and sent["claim_id"] is None:
            raise ValidationError(Message("Name the entry that is proved, by its id."), "claim_id")


class EvidenceDecisionSchema(Schema):
    """What is decided on a proof."""

    evidence = Code([*Evidence], required=True)
    reason = Text(1000, required=True)
    expires_on = Day(
        allow_none=True,
        load_default=None,
        metadata={"description": "The last day on which the proof is good."},
    )
