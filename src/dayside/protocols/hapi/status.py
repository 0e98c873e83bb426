"""HAPI's status codes and how each error is told."""

from __future__ import annotations

from typing import Any

from dayside.model import errors as e
from dayside.model.error_codes import codes_of

MESSAGES = {
    1200: "OK",
    1201: "OK - no data for time range",
    1400: "Bad request - user input error",
    1401: "Bad request - unknown API parameter name",
    1402: "Bad request - syntax error in start time",
    1403: "Bad request - syntax error in stop time",
    1404: "Bad request - start equal to or after stop",
    1405: "Bad request - start < startDate and/or stop > stopDate",
    1406: "Bad request - unknown dataset id",
    1407: "Bad request - unknown dataset parameter",
    1408: "Bad request - too much time or data requested",
    1409: "Bad request - unsupported output format",
    1410: "Bad request - unsupported include value",
    1411: "Bad request - out-of-order or duplicate parameters",
    1412: "Bad request - unsupported resolve_references value",
    1413: "Bad request - unsupported depth value",
    1500: "Internal server error",
    1501: "Internal server error - upstream request error",
}
"""The wording of the standard, section 4.2."""
OK, NO_DATA, USER_ERROR, INTERNAL = 1200, 1201, 1400, 1500


class BadOption(e.BadRequest):
    """A value that an option of HAPI does not have.

    Attributes
    ----------
    code : int
        1410 for ``include``, 1412 for ``resolve_references``, 1413 for ``depth``.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def code_of(error: Exception) -> int:
    """Return the status code of an error."""
    return error.code if isinstance(error, BadOption) else codes_of(error).hapi


def http_of(code: int) -> int:
    """Return the HTTP status that HAPI couples with a code."""
    if code < 1400:
        return 200
    if code in {1406, 1407}:
        return 404
    return 400 if code < 1500 else 500


def status(code: int, detail: str = "") -> dict[str, Any]:
    """Return a status object."""
    message = MESSAGES[code]
    return {"code": code, "message": f"{message}. {detail}" if detail else message}


def reason(code: int) -> str:
    """Return the text of the header ``x-hapi-status``.

    The standard would have it in HTTP's reason phrase, which ASGI cannot set.
    """
    return f"HAPI {code} {MESSAGES[code]}"
