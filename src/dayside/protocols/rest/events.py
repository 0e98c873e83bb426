"""``/api/events``: event lists, kept, changed, combined; ``/api/score``: compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dayside.formats.events import get_event_format, read_events
from dayside.formats.events.json import record_of_list
from dayside.model import EventList
from dayside.protocols.http.answers import begun, json_answer
from dayside.protocols.rest import event_records as records
from dayside.protocols.rest.dependencies import Caller, Here, start_of, stop_of
from dayside.protocols.rest.event_body import ANY_JSON, LIST_BODY, list_of_body
from dayside.science.events.score import TOLERANCES
from dayside.science.events.score import score as score_of
from dayside.services import events

router = APIRouter(tags=["events"])

Name = Annotated[str, Path(max_length=128, description="Name of the list.")]
_MOST_TOLERANCES = 20
_KEPT = (
    "owner", "access", "shared", "locked", "created", "changed", "author", "revision", "versions",
)  # fmt: skip
_FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A file: VOTable, AMDA ASCII, CSV, JSON or HPEvent text.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/events", summary="Event lists", responses={200: {"model": records.ListsFound}})
def find(
    request: Request,
    here: Here,
    caller: Caller,
    q: Annotated[str, Query(max_length=500, description="Words to look for.")] = "",
) -> Response:
    """Return the event lists you may see, by name, without their events."""
    found = events.find(here.door, caller, q)
    return json_answer(request, {"lists": [records.info_record(row) for row in found]})


@router.post(
    "/events",
    summary="Keep an event list",
    status_code=201,
    responses={201: {"model": records.ListInfo}},
    openapi_extra=LIST_BODY,
)
async def create(
    request: Request,
    here: Here,
    access: Annotated[records.Access, Query(description="For whom it is.")] = "public",
) -> Response:
    """Keep a new event list; it is yours. From another machine this needs the server's token."""
    caller = here.writer_of(request)
    body = await request.body()
    kept = await run_in_threadpool(_created, here, caller, body, access)
    return json_answer(request, records.info_record(kept), status=201, cache="no-store")


@router.post(
    "/events/files",
    summary="Keep the event list of a file",
    status_code=201,
    responses={201: {"model": records.ListInfo}},
    openapi_extra=_FILE_BODY,
)
async def upload(
    request: Request,
    here: Here,
    name: Annotated[str, Query(max_length=128, description="Name of the list.")],
    access: Annotated[records.Access, Query(description="For whom it is.")] = "public",
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="votable, amda, csv, json or hpevent; else sniffed.")
    ] = "",
) -> Response:
    """Keep what a file holds, sent as the body, as an event list."""
    caller = here.writer_of(request)
    body = await request.body()

    def keep() -> Any:
        found = _read_file(body, name, format)
        return events.create(here.door, found, caller, name=name, access=access, note="uploaded")

    kept = await run_in_threadpool(keep)
    return json_answer(request, records.info_record(kept), status=201, cache="no-store")


@router.post(
    "/events/combine",
    summary="Combine event lists",
    responses={200: {"content": {"application/json": ANY_JSON}}},
)
async def combine(request: Request, here: Here, asked: records.Combination) -> Response:
    """Return the union, intersection, difference… of lists, or keep it under a name."""
    caller = here.writer_of(request) if asked.name else here.principal_of(request)

    def made() -> dict[str, Any]:
        lists = [events.load(here.door, name, caller) for name in asked.lists]
        found = events.combine(asked.operation, lists, **asked.options)
        if not asked.name:
            return record_of_list(found)
        note = f"{asked.operation} of {', '.join(asked.lists)}"
        row = events.create(here.door, found, caller, name=asked.name, note=note)
        return records.info_record(row)

    return json_answer(request, await run_in_threadpool(made), cache="no-store")


@router.get(
    "/events/{name}",
    summary="An event list",
    responses={200: {"content": {"application/json": ANY_JSON, "text/csv": {}}}},
    response_class=Response,
)
def get(
    request: Request,
    here: Here,
    caller: Caller,
    name: Name,
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="json, csv, votable, amda or hpevent.")
    ] = "json",
    start: Annotated[str, Query(max_length=40, description="Only what is later, UTC.")] = "",
    stop: Annotated[str, Query(max_length=40, description="Only what begins before, UTC.")] = "",
    revision: Annotated[int | None, Query(ge=1, le=2**62, description="As it was then.")] = None,
    version: Annotated[int | None, Query(ge=1, le=2**31, description="As released.")] = None,
) -> Response:
    """Return the events of a list that overlap an interval, whole; by default all."""
    writer = get_event_format(format)
    row = events.info(here.door, name, caller)
    found = events.load(here.door, name, caller, revision=revision, version=version)
    shown = _overlapping(found, start, stop)
    if format == "json":
        # What it says of itself is that of this state; whose it is, that of now.
        kept = {k: v for k, v in records.info_record(row).items() if k in _KEPT}
        return json_answer(request, kept | record_of_list(shown))
    return _file(writer.write(shown), writer.media_type, f"{row.name}{writer.suffixes[0]}")


@router.patch(
    "/events/{name}",
    summary="Share or lock an event list",
    responses={200: {"model": records.ListInfo}},
)
async def share(request: Request, here: Here, name: Name, asked: records.Sharing) -> Response:
    """Say for whom a list of yours is, and whether it may be changed."""
    caller = here.writer_of(request)
    said = asked.model_dump()
    row = await run_in_threadpool(lambda: events.share(here.door, name, caller, **said))
    return json_answer(request, records.info_record(row), cache="no-store")


@router.delete("/events/{name}", summary="Forget an event list", status_code=204)
async def remove(request: Request, here: Here, name: Name) -> Response:
    """Forget a list of yours with its whole history."""
    caller = here.writer_of(request)
    await run_in_threadpool(events.remove, here.door, name, caller)
    return Response(status_code=204, headers={"cache-control": "no-store"})


@router.get(
    "/events/{name}/history",
    summary="Every state of an event list",
    responses={200: {"model": records.HistoryRecord}},
)
def history(request: Request, here: Here, caller: Caller, name: Name) -> Response:
    """Return who changed a list when, and what for, oldest first."""
    states = events.history(here.door, name, caller)
    return json_answer(request, {"states": [records.state_record(s) for s in states]})


@router.post(
    "/events/{name}/edits",
    summary="Change an event list",
    responses={200: {"model": records.ListInfo}},
)
async def change(request: Request, here: Here, name: Name, asked: records.Change) -> Response:
    """Do some edits as one change; 409 if somebody else changed the list since `base`."""
    caller = here.writer_of(request)

    def done() -> Any:
        return events.change(
            here.door,
            name,
            caller,
            lambda found: events.apply(found, asked.edits),
            asked.note,
            asked.base,
        )

    return json_answer(
        request, records.info_record(await run_in_threadpool(done)), cache="no-store"
    )


@router.post(
    "/events/{name}/undo",
    summary="Take a change of an event list back",
    responses={200: {"model": records.ListInfo}},
)
async def undo(request: Request, here: Here, name: Name, asked: records.Back) -> Response:
    """Go back to what was before the last change, or to a revision; nothing is lost by it."""
    caller = here.writer_of(request)

    def done() -> Any:
        if asked.revision is None:
            return events.undo(here.door, name, caller, asked.base)
        return events.restore(here.door, name, caller, asked.revision, asked.base)

    return json_answer(
        request, records.info_record(await run_in_threadpool(done)), cache="no-store"
    )


@router.post(
    "/events/{name}/versions",
    summary="Release a version of an event list",
    status_code=201,
    responses={201: {"model": records.VersionRecord}},
)
async def release(request: Request, here: Here, name: Name, asked: records.Release) -> Response:
    """Give what a list is now a number, under which it stays as it is."""
    caller = here.writer_of(request)
    number = await run_in_threadpool(
        events.release, here.door, name, caller, asked.note, asked.base
    )
    content = {"name": name, "version": number}
    return json_answer(request, content, status=201, cache="no-store")


@router.post(
    "/events/{name}/copy",
    summary="Copy an event list",
    status_code=201,
    responses={201: {"model": records.ListInfo}},
)
async def copy(request: Request, here: Here, name: Name, asked: records.Copy) -> Response:
    """Keep what a list is now under another name; the copy is yours."""
    caller = here.writer_of(request)
    row = await run_in_threadpool(events.copy, here.door, name, asked.name, caller)
    return json_answer(request, records.info_record(row), status=201, cache="no-store")


@router.get(
    "/score",
    summary="Score a list against another",
    responses={200: {"model": records.ScoreRecord}},
)
def score(
    request: Request,
    here: Here,
    caller: Caller,
    found: Annotated[str, Query(max_length=128, description="Name of the list to be judged.")],
    reference: Annotated[str, Query(max_length=128, description="Name of the list that is right.")],
    tolerance: Annotated[
        str, Query(max_length=400, description='Such as "3 min"; several, separated by commas.')
    ] = "",
    edge: Annotated[
        Literal["start", "stop", "center"] | None,
        Query(description="Which time of an event the tolerance is about."),
    ] = None,
) -> Response:
    """Return precision, recall, F1 and errors of the times of events matched one to one."""
    mine, truth = (events.load(here.door, name, caller) for name in (found, reference))
    asked = [t.strip() for t in tolerance.split(",") if t.strip()] or list(TOLERANCES)
    return json_answer(
        request, score_of(mine, truth, asked[:_MOST_TOLERANCES], edge=edge).to_dict()
    )


def _created(here: Any, caller: Any, body: bytes, access: str) -> Any:
    return events.create(here.door, list_of_body(body), caller, access=access)


def _read_file(body: bytes, name: str, format_name: str) -> EventList:
    with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
        path = FilePath(folder) / "upload"
        path.write_bytes(body)
        return read_events(path, format_name or None).replace(name=name)


def _overlapping(found: EventList, start: str, stop: str) -> EventList:
    shown = found
    if start:
        first = start_of(start)
        shown = shown[(shown.stop > first) | (shown.start >= first)]
    if stop:
        shown = shown[shown.start < stop_of(stop)]
    return shown


def _file(chunks: Iterator[bytes], media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
    return StreamingResponse(begun(chunks), headers=headers, media_type=media_type)
