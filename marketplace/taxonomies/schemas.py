"""Code lists as the API writes them."""

from marshmallow import fields

from marketplace.http.fields import Words
from marketplace.http.paging import PageQuery
from marketplace.http.parameters import Schema


class LabelSchema(Schema):
    """A name in both languages."""

    en = fields.String(required=True)
    zh_hans = fields.String(required=True, data_key="zh-Hans", attribute="zh-Hans")


class EntrySchema(Schema):
    """A code with its names."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)


class EntryQuery(PageQuery):
    """Which entries to list."""

    q = Words(80, load_default=None, metadata={"description": "Part of a code or a label."})
