"""The blueprint of the API's nouns, and the OpenAPI 3.1 document that they make."""

from copy import deepcopy
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, Response, jsonify
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from flask_smorest.spec.plugins import FlaskPlugin
from marshmallow import Schema as PlainSchema
from marshmallow import fields
from werkzeug.routing import Rule

from marketplace.http.parameters import Parser, Schema
from marketplace.permissions import CALLS
from marketplace.rules import Who

BASE = "/api/v1"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
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
_HEADERS = {
    "ETag": "The state of what is answered: send it as If-None-Match, or as If-Match to change it.",
    "Link": 'The next page, if there is one, as rel="next" (RFC 8288).',
    "RateLimit": "What is left of the limit, and for how many seconds.",
    "RateLimit-Policy": "How many requests the limit allows, and in how many seconds.",
    "X-Request-Id": "What to quote when you ask us about this request.",
    "X-Ignored-Params": "The query parameters that this call does not know, percent-encoded.",
    "WWW-Authenticate": "With 401: how to sign in.",
    "Allow": "With 405: the methods that the address knows.",
    "Retry-After": "With 429 and 503: how many seconds to wait.",
}
_EVERYWHERE = ("RateLimit", "RateLimit-Policy", "X-Request-Id")
_REFUSAL = (*_EVERYWHERE, "WWW-Authenticate", "Allow", "Retry-After")
_TOO_LONG = {
    "description": "The address is longer than 8,190 bytes: the server stops reading there.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}


class Blueprint(SmorestBlueprint):
    """A noun of the API, its arguments read by our parser.

    A schema is made once, not for each request.
    """

    ARGUMENTS_PARSER = Parser()

    def arguments(self, schema: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - smorest's form
        """Read arguments by a schema."""
        return super().arguments(_made(schema), **kwargs)

    def response(self, status_code: int, schema: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401
        """Answer by a schema."""
        return super().response(status_code, _made(schema), **kwargs)


def _made(schema: Any) -> Any:  # noqa: ANN401 - smorest's form
    """Return a schema's instance; what is none stays."""
    return schema() if isinstance(schema, type) else schema


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
        """Serve the document, written once."""
        if "openapi" not in self._app.extensions:
            self._app.extensions["openapi"] = jsonify(document(self.spec, self._app)).data
        return Response(self._app.extensions["openapi"], mimetype="application/json")


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
    return f"{name.removesuffix('Change')}Change" if getattr(schema, "partial", None) else name


def document(spec: APISpec, app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document, with what every call shares filled in from the tables."""
    found: dict[str, Any] = deepcopy(spec.to_dict())  # which shares its parts with the next one
    found["components"]["headers"] = {
        name: {"description": description, "schema": {"type": "string"}}
        for name, description in _HEADERS.items()
    }
    found["components"]["responses"]["Problem"]["headers"] = _headers(*_REFUSAL)
    for rule in app.url_map.iter_rules():
        operations = found["paths"].get(FlaskPlugin.flaskpath2openapi(rule.rule), {})
        for method in (rule.methods or set()) & METHODS:
            if operation := operations.get(method.lower()):
                _complete(rule, method, operation)
    return found


def _complete(rule: Rule, method: str, operation: dict[str, Any]) -> None:
    """Add the name, the headers and the permission of one call."""
    call = CALLS[rule.endpoint]
    operation["operationId"] = rule.endpoint
    operation["responses"].pop("422", None)  # a problem, like every refusal
    parameters = operation.setdefault("parameters", [])
    _describe_query(operation, parameters)
    _describe_headers(operation, {parameter["name"] for parameter in parameters})
    if needs_match(method, rule.rule):
        parameters.append(_IF_MATCH)
    elif method == "POST":
        parameters.append(_IDEMPOTENCY_KEY)
    operation["security"] = [{}, {"token": []}] if call.who is Who.ANYONE else [{"token": []}]
    operation["x-who"] = str(call.who)
    if call.scope:
        operation["x-scope"] = call.scope


def _describe_query(operation: dict[str, Any], parameters: list[dict[str, Any]]) -> None:
    """Say what a query cannot hold: null, and more than a line of HTTP."""
    for schema in [each["schema"] for each in parameters if each["in"] == "query"]:
        if isinstance(schema.get("type"), list):
            schema["type"] = next(kind for kind in schema["type"] if kind != "null")
            schema["enum"] = [value for value in schema.get("enum", ()) if value is not None]
        if not schema.get("enum"):
            schema.pop("enum", None)
        if schema.get("default", "") is None:
            del schema["default"]
        operation["responses"]["414"] = _TOO_LONG


def _describe_headers(operation: dict[str, Any], parameters: set[str]) -> None:
    """Name the headers of each answer that succeeds."""
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            names = [*_EVERYWHERE, "X-Ignored-Params"]
            names += ["ETag"] if "application/json" in response.get("content", {}) else []
            names += ["Link"] if "cursor" in parameters else []
            response["headers"] = _headers(*names)


def _headers(*names: str) -> dict[str, dict[str, str]]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def needs_match(method: str, path: str) -> bool:
    """Whether a call changes something that the caller must have seen."""
    return method.lower() in {"put", "patch", "delete"} or path.endswith("/transitions")
