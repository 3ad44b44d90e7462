"""Imports as the API reads and answers them."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from marketplace.http.fields import Code, Text
from marketplace.http.openapi import FieldErrorSchema
from marketplace.http.parameters import Query, Schema
from marketplace.imports.reports import STATUSES
from marketplace.messages import Message

MATCHING = "matching"


class ImportQuery(Query):
    """How to import."""

    dry_run = Code(
        ("true", "false"),
        load_default="false",
        metadata={"description": "Only report what would become of each line."},
    )


class CandidateImportQuery(ImportQuery):
    """How to import people; only the operator may record a consent."""

    consent = Code((MATCHING,), load_default=None)
    basis = Text(500, load_default=None, metadata={"description": "How the consent was given."})

    @validates_schema
    def check_basis(self, query: dict[str, Any], **_: object) -> None:
        """Ask for the basis of a consent, and for nothing else's."""
        if (query["consent"] is None) != (query["basis"] is None):
            raise ValidationError([Message("A consent and its basis come together.")], "basis")


class SummarySchema(Schema):
    """What became of all lines."""

    lines = fields.Integer(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    dry_run = fields.Boolean(required=True)


class LineReportSchema(Schema):
    """What became of one line."""

    line = fields.Integer(required=True)
    status = fields.String(required=True, metadata={"enum": list(STATUSES)})
    id = fields.UUID(required=True, allow_none=True)
    notes = fields.List(fields.String(), required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema), required=True)


class ImportReportSchema(Schema):
    """What became of a file."""

    summary = fields.Nested(SummarySchema, required=True)
    lines = fields.List(fields.Nested(LineReportSchema), required=True)
