"""The root command and the list of all others."""

from __future__ import annotations

import logging
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dayside.cli import (
    boundaries,
    conjunctions,
    datasets,
    evaluate,
    events,
    explain,
    export,
    fields,
    find,
    formulas,
    frames,
    geometry,
    ingest,
    jobs,
    kernels,
    output,
    plot,
    score,
    serve,
    upkeep,
)
from dayside.cli.session import Session


class _Commands(TyperGroup):
    """Commands whose last line of output is out, or told not to be, before they end."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # its own name for it
        with output.to_stdout():
            return super().invoke(ctx)


# Plain help: the manual shows it as it is (docs/cli.md).
app = typer.Typer(
    name="dayside",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        import dayside

        print(f"dayside {dayside.__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    archive: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            envvar="DAYSIDE_ARCHIVE",
            help="Folder or s3:// location of the archive; a folder of this user by default.",
        ),
    ] = None,
    index_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="DAYSIDE_INDEX_URL",
            help="postgresql://… of its index; by default a file in the folder.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001  # its callback does the work
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Keep, find, look at and serve time series of planetary plasma."""
    logging.basicConfig(format="dayside: %(message)s", level=logging.WARNING)
    context.obj = Session(archive, index_url)


# In the order in which people need them.
app.command("demo")(serve.demo)
app.command("ingest")(ingest.ingest)
app.command("serve")(serve.serve)
app.command("datasets")(datasets.datasets)
app.command("plot")(plot.plot)
app.command("export")(export.export)
app.command("evaluate")(evaluate.evaluate)
app.command("find")(find.find)
app.add_typer(formulas.app, name="formulas")
app.command("explain")(explain.explain)
app.add_typer(jobs.app)
app.add_typer(events.app)
app.command("score")(score.score)
app.command("boundaries")(boundaries.boundaries)
app.command("crossings")(boundaries.crossings)
app.command("fit-boundary")(boundaries.fit_boundary)
app.command("conjunctions")(conjunctions.conjunctions)
app.command("approaches")(conjunctions.approaches)
app.command("geometry")(geometry.geometry)
app.command("frames")(frames.frames)
app.command("transform")(frames.transform)
app.add_typer(kernels.app, name="kernels")
app.add_typer(fields.app, name="fields")
app.command("trace")(fields.trace)
app.command("verify")(upkeep.verify)
app.command("doctor")(upkeep.doctor)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
