"""The OpenAPI description, with errors told as they are."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["type", "message", "status", "id"],
            "properties": {
                "type": {"type": "string", "description": "Class of dayside.model.errors."},
                "message": {"type": "string", "description": "What is wrong, and what to do."},
                "status": {"type": "integer"},
                "id": {"type": "string", "description": "Under which the log knows the request."},
            },
        }
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description of `app`."""
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    # Relative to the description's own address, so that it holds behind any proxy.
    schema["servers"] = [{"url": "."}]
    models = schema.setdefault("components", {}).setdefault("schemas", {})
    models["Error"] = _ERROR
    for unused in ("HTTPValidationError", "ValidationError"):
        models.pop(unused, None)
    refused = {
        "description": "What was asked cannot be answered, and why.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    for operations in schema["paths"].values():
        for operation in operations.values():
            # FastAPI's own 422 is never sent: everything of that kind is a 400 here.
            operation["responses"].pop("422", None)
            operation["responses"]["304"] = {"description": "You have it already."}
            operation["responses"]["default"] = refused
    return schema
