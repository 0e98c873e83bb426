"""The compiled loop behind `dayside.archive.clock`."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def write(pieces: Array, stretches: Array, first: Array, out: Array) -> None:
    """Write the times of stretches of rows, the first row of each in the piece `first`."""
    at = 0
    for k in range(len(stretches)):
        piece = first[k]
        row, tick, step = pieces[piece]
        end = pieces[piece + 1, 0] if piece + 1 < len(pieces) else stretches[k, 1]
        for r in range(stretches[k, 0], stretches[k, 1]):
            while r >= end:
                piece += 1
                row, tick, step = pieces[piece]
                end = pieces[piece + 1, 0] if piece + 1 < len(pieces) else stretches[k, 1]
            out[at] = tick + (r - row) * step
            at += 1


# mypy: allow-untyped-decorators
