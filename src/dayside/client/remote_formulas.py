"""Saved formulas of an archive behind another Dayside's ``/api``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from dayside.model.formula import SavedFormula

KEPT_BY_THE_SERVER = ("name", "text", "owner", "version", "modified")


class RemoteShelf:
    """Formulas of a running Dayside.

    Parameters
    ----------
    ask : callable
        Asks a path with a query, by a method, with a body; returns the JSON of the answer.
    """

    def __init__(self, ask: Callable[..., dict[str, Any]]) -> None:
        self._ask = ask

    def every(self) -> Sequence[SavedFormula]:
        """Return all, by name."""
        return [_formula(record) for record in self._ask("formulas", {})["formulas"]]

    def save(self, formula: SavedFormula) -> SavedFormula:
        """Save a formula, or a new version of it; return it as it is kept."""
        told = {k: v for k, v in asdict(formula).items() if k not in KEPT_BY_THE_SERVER}
        body = {"formula": formula.text, **told}
        return _formula(self._ask(_path(formula.name), {}, "PUT", body))

    def remove(self, name: str) -> None:
        """Forget a formula."""
        self._ask(_path(name), {}, "DELETE")

    def from_amda(self, expression: str, names: Mapping[str, str]) -> str:
        """Return an expression of AMDA as a formula."""
        body = {"expression": expression, "names": dict(names)}
        return str(self._ask("formula/from-amda", {}, "POST", body)["formula"])


def _path(name: str) -> str:
    return f"formulas/{quote(name, safe='')}"


def _formula(record: Mapping[str, Any]) -> SavedFormula:
    return SavedFormula(**{key: record[key] for key in SavedFormula.__dataclass_fields__})
