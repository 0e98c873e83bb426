"""The table of saved formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from sqlalchemy import Engine, RowMapping, delete, insert, select, update

from dayside.db import schema
from dayside.db.transactions import Conflict, reading, writing
from dayside.model.formula import SavedFormula

_t = schema.formulas


class FormulaTable:
    """The saved formulas of one index.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> Sequence[SavedFormula]:
        """Return all, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(_t).order_by(_t.c.name)).mappings()
            return [_formula(row) for row in rows]

    def get(self, name: str) -> SavedFormula | None:
        """Return one; None if there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_t).where(_t.c.name == name)).mappings().first()
        return None if row is None else _formula(row)

    def put(self, formula: SavedFormula, before: int) -> SavedFormula:
        """Keep a formula as the version after `before`, 0 for a new one; return it as kept.

        Raises
        ------
        Conflict
            If another version is there now.
        """
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        kept = replace(formula, version=before + 1, modified=now)
        with writing(self._engine) as connection:
            if before:
                where = (_t.c.name == formula.name) & (_t.c.version == before)
                changed = connection.execute(update(_t).where(where).values(**asdict(kept)))
                done = changed.rowcount == 1
            else:
                there = select(_t.c.name).where(_t.c.name == formula.name)
                done = connection.scalar(there) is None
                if done:
                    connection.execute(insert(_t).values(**asdict(kept)))
            if not done:
                raise Conflict(f"The formula {formula.name} was changed by somebody else.")
        return kept

    def remove(self, name: str) -> None:
        """Forget a formula."""
        with writing(self._engine) as connection:
            connection.execute(delete(_t).where(_t.c.name == name))


def _formula(row: RowMapping) -> SavedFormula:
    return SavedFormula(**{key: row[key] for key in SavedFormula.__dataclass_fields__})
