"""Saved formulas of an archive, as people hold them in a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from dayside.model.errors import NotFound, nearest
from dayside.model.formula import SavedFormula
from dayside.model.tables import text_table


class Shelf(Protocol):
    """Where formulas are saved: in this process, or by way of another's ``/api``."""

    def every(self) -> Sequence[SavedFormula]:
        """Return all, by name."""
        ...

    def save(self, formula: SavedFormula) -> SavedFormula:
        """Save a formula, or a new version of it; return it as it is kept."""
        ...

    def remove(self, name: str) -> None:
        """Forget a formula."""
        ...

    def from_amda(self, expression: str, names: Mapping[str, str]) -> str:
        """Return an expression of AMDA as a formula."""
        ...


class FormulasClient:
    """The saved formulas of an archive; each is the dataset ``formulas/NAME``.

    Examples
    --------
    >>> archive.formulas.save("length", "norm(mag_1s.B)", title="|B|")  # doctest: +SKIP
    >>> archive["formulas/length"]["length"]["2016-09-01":"2016-09-02"]  # doctest: +SKIP
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(
        self,
        name: str,
        formula: str,
        *,
        step: str = "",
        max_gap: float = 5.0,
        title: str = "",
        description: str = "",
        access: str = "private",
    ) -> SavedFormula:
        """Save a formula under a name, or a new version of it.

        Parameters
        ----------
        name : str
            Lower case letters, digits and underscores; its parameter is called the same.
        formula : str
        step : str
            Length of time such as ``"1 min"`` that everything is brought to.
        max_gap : float
            Nothing is interpolated across steps of more than so many cadences.
        title, description : str
        access : {"private", "public"}
            The dataset is private as soon as one of its inputs is.

        Raises
        ------
        BadRequest, NotFound
            If the formula does not fit together.
        """
        asked = SavedFormula(name, formula, step, max_gap, title, description, access)
        return self._shelf.save(asked)

    def remove(self, name: str) -> None:
        """Forget a formula; what it is made of stays."""
        self._shelf.remove(name)

    def from_amda(self, expression: str, **names: str) -> str:
        """Return an expression of AMDA as a formula.

        Parameters
        ----------
        expression : str
            Such as ``#sliding_average(imf(0), 600) < -5 & n > 10``.
        **names : str
            What its parameters are here: ``imf="ace_mag.B"``.

        Raises
        ------
        BadFormula
            If it cannot be read, or names something that is not told of.
        """
        return self._shelf.from_amda(expression, names)

    def __getitem__(self, name: str) -> SavedFormula:
        known = {f.name: f for f in self._shelf.every()}
        if name not in known:
            raise NotFound("There is no formula of that name." + nearest(name, known))
        return known[name]

    def __iter__(self) -> Iterator[str]:
        return iter([f.name for f in self._shelf.every()])

    def __len__(self) -> int:
        return len(self._shelf.every())

    def __repr__(self) -> str:
        rows = [(f"formulas/{f.name}", str(f.version), f.text) for f in self._shelf.every()]
        return text_table(("dataset", "version", "formula"), rows) if rows else "No formulas"
