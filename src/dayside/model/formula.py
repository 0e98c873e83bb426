"""`SavedFormula`: an expression that was given a name, and is a dataset from then on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dayside.model.errors import BadRequest

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)


class Owner(str):
    """Whose a dataset is, as Dayside itself says it: what files say is plain text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SavedFormula:
    """A formula with a name.

    Attributes
    ----------
    name : str
        Lower case letters, digits and underscores; its parameter is called the same.
    text : str
        The formula.
    step : str
        Length of time to bring everything to; empty for the finest times.
    max_gap : float
        Cadences across which nothing is interpolated.
    title, description : str
    access : {"public", "private"}
        As its owner wants it; the dataset is private as soon as one of its inputs is.
    owner : str
        Name of whoever saved it.
    version : int
        1 when it was first saved, one more with every change.
    modified : str
        UTC, when this version was saved.
    """

    name: str
    text: str
    step: str = ""
    max_gap: float = 5.0
    title: str = ""
    description: str = ""
    access: str = "private"
    owner: str = ""
    version: int = 1
    modified: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BadRequest(
                f"{self.name!r} is no name of a formula: a lower case letter, then letters, "
                "digits and underscores, 63 at most."
            )
        if self.access not in ("public", "private"):
            raise BadRequest(f"access is public or private, not {self.access!r}.")
