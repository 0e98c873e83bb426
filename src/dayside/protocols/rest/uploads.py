"""How the OpenAPI description tells of files that are sent."""

from __future__ import annotations

from typing import Any


def files_body(description: str, *, many: bool) -> dict[str, Any]:
    """Return the description of a body with one file, or several, under ``file``."""
    one: dict[str, Any] = {"type": "string", "format": "binary", "description": description}
    several = {"type": "array", "items": {"type": "string", "format": "binary"}}
    file = {**several, "description": description} if many else one
    schema = {"type": "object", "required": ["file"], "properties": {"file": file}}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}
