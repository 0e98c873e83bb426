"""Event lists that are sent as the body of a request."""

from __future__ import annotations

from typing import Any

import orjson

from dayside.formats.events.json import list_of_record
from dayside.model import EventList
from dayside.model.errors import BadRequest, DaysideError

ANY_JSON = {"schema": {"type": "object"}}
LIST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "An event list as GET /events/{name} gives it: name, start, stop, columns.",
        "content": {"application/json": ANY_JSON},
    }
}


def list_of_body(body: bytes) -> EventList:
    """Return the list a body holds.

    Raises
    ------
    BadRequest
        If it holds none.
    """
    try:
        return list_of_record(orjson.loads(body))
    except DaysideError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadRequest(
            f"The body is no event list: name, start, stop, columns as JSON are needed ({error})."
        ) from error
