"""Employers and their members as the API reads and writes them."""

from typing import Any

from marshmallow import ValidationError, fields, pre_dump, pre_load, validate, validates

from marketplace.employers.credit_codes import is_credit_code
from marketplace.http.echoes import set_aside
from marketplace.http.fields import LINE, SHORT, Code, Moment, Text, WebAddress, at_most
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.permissions import OWNER, RECRUITER, VIEWER
from marketplace.taxonomies.codes import EMPLOYER_KINDS, SECTORS, VERIFICATION_DECISIONS
from marketplace.taxonomies.fields import Province


class VerificationSchema(Schema):
    """How far an employer was checked."""

    status = fields.String(required=True)
    checked_at = Moment(required=True, allow_none=True)


class EmployerSchema(Schema):
    """An employer."""

    id = fields.UUID(dump_only=True)
    name = Text(LINE, required=True)
    kind = Code(EMPLOYER_KINDS, required=True)
    sectors = fields.List(Code(SECTORS), load_default=list, validate=at_most(11))
    city = Text(SHORT, allow_none=True, load_default=None)
    province = Province(allow_none=True, load_default=None)
    website = WebAddress(allow_none=True, load_default=None)
    unified_social_credit_code = fields.String(
        allow_none=True, load_default=None, validate=validate.Length(18, 18)
    )
    verification = fields.Nested(VerificationSchema, dump_only=True)
    created_at = Moment(dump_only=True)
    updated_at = Moment(dump_only=True)

    @validates("unified_social_credit_code")
    def check_credit_code(self, code: str | None, data_key: str) -> None:
        """Refuse a code whose check digit is wrong."""
        del data_key
        if code is not None and not is_credit_code(code):
            raise ValidationError(Message("Not a unified social credit code (GB 32100-2015)."))

    @pre_dump
    def gather(self, employer: Any, **_: object) -> Any:  # noqa: ANN401 - a row or a mapping
        """Nest what the API nests."""
        if isinstance(employer, dict):
            return employer
        shown = {name: getattr(employer, name, None) for name in self.fields}
        shown["verification"] = {
            "status": employer.verification_status,
            "checked_at": employer.verification_checked_at,
        }
        return shown


class EmployerChangeSchema(EmployerSchema):
    """A change of an employer; what only we set may come back as it was read."""

    @pre_load
    def keep_ours(self, sent: Any, **_: object) -> Any:  # noqa: ANN401 - JSON is anything
        """Set aside what only the service sets, until the employer is known."""
        return set_aside(self, sent)


class VerificationDecisionSchema(Schema):
    """What the operator decides of an employer."""

    status = Code(VERIFICATION_DECISIONS, required=True)
    reason = Text(1000, required=True)


class MemberSchema(Schema):
    """A member of an employer."""

    id = fields.UUID(dump_only=True)
    email = fields.Email(required=True, validate=validate.Length(3, 254))
    part = Code((OWNER, RECRUITER, VIEWER), required=True)
    created_at = Moment(dump_only=True)
