"""``dayside jobs``: long work that servers of the archive do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dayside.cli import output
from dayside.cli.session import session_of
from dayside.model.tables import text_table

if TYPE_CHECKING:
    from dayside.client.jobs import Desk
    from dayside.model import Job

app = typer.Typer(
    name="jobs",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    help="Long work that servers of the archive do: see, wait for, cancel.",
)

JobId = Annotated[str, typer.Argument(metavar="ID", help="Id of the job, or how it begins.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it for machines.")]


@app.command("list")
def list_jobs(context: typer.Context, as_json: AsJson = False) -> None:
    """List the jobs of all users, newest first."""
    from dayside.client.jobs import JOB_HEAD, job_row

    with _desk(context) as desk:
        found = desk.find()
    if as_json:
        output.print_json([_record(job) for job in found])
    elif found:
        print(text_table(JOB_HEAD, map(job_row, found)))
    else:
        output.say("No jobs.")


@app.command()
def show(context: typer.Context, job: JobId, as_json: AsJson = False) -> None:
    """Show a job: how far it is, what it brought, or why it came to nothing."""
    with _desk(context) as desk:
        found = _find(desk, job)
    if as_json:
        output.print_json(_record(found) | {"partial": found.partial, "result": found.result})
        return
    for key, value in _record(found).items():
        print(f"{key.replace('_', ' '):<14} {'' if value is None else value}")
    if found.result is not None:
        output.print_json(found.result)


@app.command()
def wait(context: typer.Context, job: JobId) -> None:
    """Wait until a job is over and print what it brought.

    Ends with the exit code of what went wrong; with 130 if the job was cancelled.
    """
    from dayside.client.jobs import follow, result_of
    from dayside.client.progress import watched

    with _desk(context) as desk:
        found = _find(desk, job)
        with watched(found.kind) as ticket:
            result = result_of(follow(desk, found, ticket))
    output.print_json(result)


@app.command()
def save(
    context: typer.Context,
    job: JobId,
    file: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default as the job calls it."),
    ] = None,
) -> None:
    """Wait until a job is over and save the file that it brought."""
    from dayside.client.jobs import JobClient

    with _desk(context) as desk:
        saved = JobClient(desk, _find(desk, job)).save(file)
    output.say(f"{saved}: {saved.stat().st_size:,} bytes")


@app.command()
def cancel(context: typer.Context, job: JobId) -> None:
    """Call a job off; who runs it stops within a second."""
    with _desk(context, write=True) as desk:
        done = desk.cancel(_find(desk, job).id)
    output.say(f"Job {done.id}: {done.phase}.")


@app.command()
def remove(context: typer.Context, job: JobId) -> None:
    """Cancel a job and forget it, with all it brought."""
    with _desk(context, write=True) as desk:
        gone = _find(desk, job)
        desk.remove(gone.id)
    output.say(f"Job {gone.id} is forgotten.")


@contextmanager
def _desk(context: typer.Context, *, write: bool = False) -> Iterator[Desk]:
    from dayside.client.local_jobs import LocalDesk

    with session_of(context).opened(write=write) as opened:
        yield LocalDesk(opened.door, lambda: nullcontext(opened.door))


def _find(desk: Desk, job_id: str) -> Job:
    """Return the job whose id is, or only begins with, what was typed."""
    alike = [job.id for job in desk.find() if job_id and job.id.startswith(job_id)]
    return desk.get(alike[0] if len(alike) == 1 else job_id)


def _record(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "parameters": dict(job.parameters),
        "owner": job.owner.name or job.owner.client,
        "phase": str(job.phase),
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "destruction": job.destruction,
        "progress": job.progress,
        "left_s": job.left_s,
        "message": job.message,
        "attempts": job.attempts,
        "error": job.failure.message if job.failure else None,
    }
