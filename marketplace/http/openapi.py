"""The blueprint of the API's nouns, and the OpenAPI 3.1 document that they make."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, Response, jsonify
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema as PlainSchema
from marshmallow import fields

from marketplace.http.parameters import Parser, Schema
from marketplace.permissions import CALLS, Who

BASE = "/api/v1"
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of what is changed, or *.",
    "required": True,
    "schema": {"type": "string", "minLength": 1},
    "example": "*",
}
_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "The same key and body replay the stored answer for 24 hours.",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


class Blueprint(SmorestBlueprint):
    """A noun of the API, its arguments read by our parser."""

    ARGUMENTS_PARSER = Parser()


class FieldErrorSchema(Schema):
    """One field at fault."""

    pointer = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """A refusal (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    request_id = fields.String(required=True, allow_none=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))


class Api(SmorestApi):
    """The API, its refusals documented as problems."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to ``problems``, which answers for pages too."""

    def _register_responses(self) -> None:
        """Document every refusal once."""
        self.DEFAULT_ERROR_RESPONSE_NAME = "Problem"
        self.spec.components.response(
            "Problem",
            {
                "description": "The request was refused.",
                "content": {"application/problem+json": {"schema": ProblemSchema}},
            },
        )

    def _openapi_json(self) -> Response:
        """Serve the document."""
        return jsonify(document(self.spec))


def install_openapi(app: Flask) -> Api:
    """Give the application its API."""
    app.config |= {
        "API_TITLE": "K-Visa talent marketplace",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": BASE,
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {
                "description": "Roles and candidates, ranked both ways, with reasons and flags."
            },
            "servers": [{"url": "/"}],
        },
    }
    names = MarshmallowPlugin(schema_name_resolver=schema_name)
    api = Api(app, spec_kwargs={"marshmallow_plugin": names})
    api.spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "bearerFormat": "kvm_…"}
    )
    return api


def schema_name(schema: PlainSchema | type[PlainSchema] | str) -> str:
    """Return a schema's name in the document: a partial one is a change."""
    made = resolve_schema_cls(schema)
    name = (made[0] if isinstance(made, list) else made).__name__.removesuffix("Schema")
    return f"{name}Change" if getattr(schema, "partial", None) else name


def document(spec: APISpec) -> dict[str, Any]:
    """Return the OpenAPI document, with what every call shares filled in from the tables."""
    found: dict[str, Any] = spec.to_dict()
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                _complete(path, method, operation)
    return found


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Add the headers and the permission of one call."""
    call = operation["operationId"]
    parameters = operation.setdefault("parameters", [])
    if needs_match(method, path):
        parameters.append(_IF_MATCH)
    elif method == "post":
        parameters.append(_IDEMPOTENCY_KEY)
    rule = CALLS[call]
    operation["security"] = [{}, {"token": []}] if rule.who is Who.ANYONE else [{"token": []}]
    operation["x-who"] = str(rule.who)
    if rule.scope:
        operation["x-scope"] = rule.scope


def needs_match(method: str, path: str) -> bool:
    """Whether a call changes something that the caller must have seen."""
    return method.lower() in {"put", "patch", "delete"} or path.endswith("/transitions")
