"""Files that are written while they are sent."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request, Response

from dayside.formats.base import Format
from dayside.model import Principal
from dayside.protocols.base import Context
from dayside.protocols.http.answers import REVALIDATE, GatedStream, begun, has_already
from dayside.services.fetch import Answer


def streamed(
    request: Request,
    here: Context,
    caller: Principal,
    writer: Format,
    answer: Callable[[], Answer],
    stem: str,
    tag: str,
) -> Response:
    """Return values as a file of a format, streamed, or 304 if the caller has it already.

    Parameters
    ----------
    answer : callable
        Returns what is to be written; asked only if it has to be.
    stem : str
        Name of the file without its suffix: letters, digits and underscores, as it goes into
        a header and onto a disk.
    tag : str
        Changes whenever the values may.
    """
    # Weak: a file may also tell when it was written.
    etag = f'W/"{tag}"'
    headers = {
        "etag": etag,
        "cache-control": REVALIDATE,
        "vary": "Authorization",
        "content-disposition": f'attachment; filename="{stem}{writer.suffixes[0]}"',
    }
    if has_already(request, etag.removeprefix("W/")):
        return Response(status_code=304, headers=headers)
    here.gate.enter(caller.client)
    try:
        found = answer()
        chunks = begun(writer.write(found.dataset, found.blocks))
    except BaseException:
        here.gate.leave(caller.client)
        raise
    return GatedStream(
        chunks, here.gate, caller.client, headers=headers, media_type=writer.media_type
    )
