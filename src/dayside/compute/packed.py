"""`Packed`: a function made ready once for many tasks of other processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pickle import PicklingError
from typing import Any

from dayside.model.errors import BadRequest


class Packed:
    """A function, as bytes that any process unpacks once.

    A formula is made of thousands of small objects: packing it for each task takes as long as
    many a task.

    Parameters
    ----------
    function : callable
        With whatever it holds, picklable as `cloudpickle` does it.

    Raises
    ------
    BadRequest
        If it holds something that cannot be sent.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        import cloudpickle

        try:
            self._bytes = cloudpickle.dumps(function)
        except (TypeError, AttributeError, ValueError, PicklingError) as error:
            raise BadRequest(f"This work cannot be sent to a cluster: {error}.") from error

    def __call__(self, *args: Any) -> Any:
        """Call it."""
        return _unpacked(self._bytes)(*args)


@lru_cache(16)
def _unpacked(packed: bytes) -> Callable[..., Any]:
    import cloudpickle

    found: Callable[..., Any] = cloudpickle.loads(packed)
    return found
