"""Policy packs as the API writes them."""

from marshmallow import fields, validate

from marketplace.http.parameters import Schema


class PolicySchema(Schema):
    """A pack's version, in short."""

    id = fields.String(required=True)
    version = fields.String(required=True)
    status = fields.String(required=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    jurisdiction = fields.String(required=True)
    effective_from = fields.String(required=True)
    effective_to = fields.String(required=True, allow_none=True)
    recorded_on = fields.String(required=True)
    review_by = fields.String(required=True)
    digest = fields.String(required=True)


class OverlaySchema(Schema):
    """What a province, or a draft, changes of a pack."""

    id = fields.String(required=True)
    version = fields.String(required=True)
    status = fields.String(required=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    province = fields.String(required=True, allow_none=True)
    effective_from = fields.String(required=True)
    effective_to = fields.String(required=True, allow_none=True)
    review_by = fields.String(required=True)
    digest = fields.String(required=True)
    content = fields.Dict(required=True)


class PolicyVersionSchema(PolicySchema):
    """A pack's version with everything in it: sources, facts, parameters, criteria, flags."""

    content = fields.Dict(required=True)
    versions = fields.List(fields.String(), required=True)
    overlays = fields.List(fields.Nested(OverlaySchema), required=True)


class DifferenceSchema(Schema):
    """One thing that changed, in words."""

    section = fields.String(required=True)
    id = fields.String(required=True)
    change = fields.String(required=True, validate=validate.OneOf(["added", "removed", "changed"]))
    text = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class PolicyComparisonSchema(Schema):
    """What another version of a pack, or an overlay on it, changes."""

    id = fields.String(required=True)
    version = fields.String(required=True)
    other = fields.String(required=True)
    changes = fields.List(fields.Nested(DifferenceSchema), required=True)
