"""``dayside evaluate``: values of a formula over datasets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dayside.cli.export import to_file
from dayside.cli.session import session_of
from dayside.cli.times import Start, Stop, ends
from dayside.model import OPERATOR

Formula = Annotated[str, typer.Argument(metavar="FORMULA", help='Such as "norm(mag_1s.B) < 5*nT".')]
Step = Annotated[
    str,
    typer.Option(
        metavar="STEP",
        help='Length of time such as "1 min" to bring everything to; by default the finest times.',
    ),
]
MaxGap = Annotated[
    float,
    typer.Option(metavar="N", help="Interpolate nothing across steps of more than N cadences."),
]


def evaluate(
    context: typer.Context,
    formula: Formula,
    start: Start = None,
    stop: Stop = None,
    step: Step = "",
    max_gap: MaxGap = 5.0,
    to: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Format; by default that of FILE's suffix."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default stdout.")
    ] = None,
) -> None:
    """Compute a formula over datasets and write its values.

    Units and frames are checked before anything is read; `dayside explain FORMULA` tells what
    is resampled and how. The functions are told of in the manual.
    """
    from dayside.services.evaluate import FormulaRequest, values

    request = FormulaRequest(formula, *ends(start, stop), step, max_gap)
    with session_of(context).opened() as opened:
        to_file(values(opened.door, request, OPERATOR), to, file)
