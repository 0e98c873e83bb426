"""The table of kernels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select

from dayside.db import schema
from dayside.db.transactions import reading, writing
from dayside.model.kernel import Kernel

_t = schema.kernels


class KernelTable:
    """The kernels of one index, in the order in which they are loaded.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> Sequence[Kernel]:
        """Return all, those added first first."""
        with reading(self._engine) as connection:
            records = connection.scalars(select(_t.c.record).order_by(_t.c.number))
            return [Kernel.from_dict(json.loads(record)) for record in records]

    def add(self, kernels: Sequence[Kernel]) -> None:
        """Add kernels, all or none; one of the same name takes the place of the other."""
        with writing(self._engine) as connection:
            names = [kernel.name for kernel in kernels]
            connection.execute(delete(_t).where(_t.c.name.in_(names)))
            last = connection.scalar(select(func.max(_t.c.number))) or 0
            rows: list[dict[str, Any]] = [
                {
                    "name": kernel.name,
                    "number": last + 1 + at,
                    "location": kernel.location,
                    "sha256": kernel.sha256,
                    "size": kernel.size,
                    "record": json.dumps(kernel.to_dict()),
                }
                for at, kernel in enumerate(kernels)
            ]
            if rows:
                connection.execute(insert(_t), rows)

    def remove(self, name: str) -> None:
        """Forget a kernel."""
        with writing(self._engine) as connection:
            connection.execute(delete(_t).where(_t.c.name == name))
