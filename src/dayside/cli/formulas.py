"""``dayside formulas``: formulas that are datasets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from dayside.cli import output
from dayside.cli.evaluate import Formula, MaxGap, Step
from dayside.cli.session import session_of
from dayside.model import OPERATOR
from dayside.model.errors import BadRequest
from dayside.model.formula import SavedFormula
from dayside.model.tables import text_table

app = typer.Typer(help="Save formulas: each is a dataset from then on, formulas/NAME.")

Name = Annotated[str, typer.Argument(help="Letters, digits and underscores.")]


@app.command("list")
def list_all(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is known.")] = False,
) -> None:
    """List the saved formulas."""
    from dayside.services import formulas

    with session_of(context).opened() as opened:
        found = formulas.every(opened.door, OPERATOR)
    if as_json:
        output.print_json([asdict(f) for f in found])
    elif found:
        rows = [(f"formulas/{f.name}", str(f.version), f.access, f.text) for f in found]
        print(text_table(("dataset", "version", "access", "formula"), rows))
    else:
        output.say('No formulas yet: dayside formulas save NAME "FORMULA"')


@app.command("save")
def save(
    context: typer.Context,
    name: Name,
    formula: Formula,
    step: Step = "",
    max_gap: MaxGap = 5.0,
    title: Annotated[str, typer.Option(help="What it is called.")] = "",
    description: Annotated[str, typer.Option(help="What it is.")] = "",
    public: Annotated[
        bool, typer.Option(help="For everybody who may see all it is made of.")
    ] = False,
) -> None:
    """Save a formula, or a new version of it."""
    from dayside.services import formulas

    access = "public" if public else "private"
    asked = SavedFormula(name, formula, step, max_gap, title, description, access)
    with session_of(context).opened(write=True) as opened:
        kept = formulas.save(opened.door, asked, OPERATOR)
    seen = "" if public else "; private: the portal and HAPI show it to a token only (or --public)"
    output.say(f"formulas/{kept.name}, version {kept.version}{seen}")


@app.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Forget a saved formula; what it is made of stays."""
    from dayside.services import formulas

    with session_of(context).opened(write=True) as opened:
        formulas.remove(opened.door, name, OPERATOR)
    output.say(f"formulas/{name} is removed")


@app.command("from-amda")
def from_amda(
    context: typer.Context,
    expression: Annotated[str, typer.Argument(help='Such as "imf(0) < -5 & n > 10".')],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=PARAMETER…", help="What AMDA's parameters are here."),
    ] = None,
) -> None:
    """Translate an expression of AMDA, and tell what had to be decided.

    Example: from-amda "imf(0) < -5" imf=ace_mag.B
    """
    from dayside.services.evaluate import translate_amda

    pairs = [name.partition("=") for name in names or ()]
    for name, equals, _ in pairs:
        if not equals:
            raise BadRequest(f"{name}: write NAME=PARAMETER, as imf=ace_mag.B.")
    told = {name.strip(): ours.strip() for name, _, ours in pairs}
    with session_of(context).opened() as opened:
        found = translate_amda(opened.door, expression, told, OPERATOR)
    for note in found.notes:
        output.say(note)
    print(found.formula)
