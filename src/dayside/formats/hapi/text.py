"""Rows of text, for HAPI's csv and json: what is woven into the rows, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.hapi.columns import (
    Column,
    columns,
    doubles_of,
    encoded,
    flat,
    pieces,
    ticks_of,
    time_bytes,
    time_digits,
)
from dayside.model import Dataset, Series

Render = Callable[[str], bytes]
"""How a text of varying length is written: quoted or escaped."""


@dataclass(frozen=True, slots=True)
class Style:
    """What distinguishes one text form from another.

    Attributes
    ----------
    prefixes : sequence of bytes
        What stands before each element of a record.
    end : bytes
        What ends a record.
    render : callable
        How a text is written.
    quote : bool
        Whether times, NaN and Infinity stand in quotes.
    """

    prefixes: Sequence[bytes]
    end: bytes
    render: Render
    quote: bool


def rows(dataset: Dataset, style: Style, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield the records of `blocks` as text, a piece at a time."""
    from dayside.formats import text_kernels

    weaver = _Weaver(dataset, style, text_kernels)
    for piece in pieces(blocks, weaver.row_bytes):
        yield weaver.text(piece)


class _Weaver:
    """The program of one dataset's records, and the buffers its blocks go through."""

    def __init__(self, dataset: Dataset, style: Style, kernels: Any) -> None:
        self.kernels, self.style = kernels, style
        self.columns = columns(dataset)
        self.parameters = {p.name: p for p in dataset.parameters}
        self.digits = time_digits(dataset)
        self.literals = np.frombuffer(
            b"".join(style.prefixes) + style.end + bytes(kernels.SLACK), np.uint8
        )
        self.program, self.counts = self._program()
        text_bytes = sum(c.width * 6 + 2 for c in self.columns if c.kind == "string")
        self.row_bytes = (
            len(self.literals)
            + kernels.DOUBLE_BYTES * self.counts[0]
            + kernels.INTEGER_BYTES * self.counts[1]
            + sum(c.width for c in self.columns if c.kind == "isotime")
            + text_bytes
        )

    def _program(self) -> tuple[NDArray[np.int64], list[int]]:
        """Return a row per element and how many doubles, integers and texts there are."""
        kernels, counts = self.kernels, [0, 0, 0]
        kinds = {"double": 0, "integer": 1, "string": 2, "isotime": 2}
        ends = np.cumsum([len(p) for p in self.style.prefixes])
        program: list[list[int]] = []
        for column in self.columns:
            which = kinds[column.kind]
            kind = (kernels.DOUBLE, kernels.INTEGER, kernels.TEXT)[which]
            for _ in range(column.size):
                program.append([ends[len(program)], kind, counts[which], 0, counts[which]])
                counts[which] += 1
        return np.array(program, np.int64), counts

    def text(self, block: Series) -> bytes:
        """Return the rows of a block."""
        n, kernels = len(block), self.kernels
        doubles = np.empty((n, self.counts[0]), np.float64)
        integers = np.empty((n, self.counts[1]), np.int64)
        texts: list[NDArray[np.uint8]] = []
        lengths = np.zeros((n, self.counts[2]), np.int32)
        used = [0, 0, 0]
        for column in self.columns:
            which = {"double": 0, "integer": 1}.get(column.kind, 2)
            span = slice(used[which], used[which] + column.size)
            used[which] += column.size
            values = flat(block, column)
            if which == 0:
                doubles[:, span] = self._doubles(column, values)
            elif which == 1:
                integers[:, span] = values
            else:
                texts += self._texts(column, values, lengths[:, span])
        program = self._placed(texts)
        packed = _packed(texts, n, kernels.SLACK)
        bound = n * (self._fixed_bytes() + packed.shape[1]) + kernels.SLACK
        out = np.empty(bound, np.uint8)
        end = kernels.weave(
            doubles.view(np.uint64), integers, packed, lengths, program,
            self.literals, self.style.quote, out,
        )  # fmt: skip
        return out[:end].tobytes()

    def _fixed_bytes(self) -> int:
        return int(
            len(self.literals)
            + self.kernels.DOUBLE_BYTES * self.counts[0]
            + self.kernels.INTEGER_BYTES * self.counts[1]
        )

    def _doubles(self, column: Column, values: NDArray[Any]) -> NDArray[Any]:
        return doubles_of(self.parameters[column.name], values) if values.dtype != "f8" else values

    def _texts(
        self, column: Column, values: NDArray[Any], lengths: NDArray[np.int32]
    ) -> list[NDArray[np.uint8]]:
        """Return a matrix of bytes per element, and set how much of each row is used."""
        if column.kind == "isotime":
            return [self._times(column, values[:, i], lengths[:, i]) for i in range(column.size)]
        return [self._strings(column, values[:, i], lengths[:, i]) for i in range(column.size)]

    def _times(
        self, column: Column, values: NDArray[Any], lengths: NDArray[np.int32]
    ) -> NDArray[np.uint8]:
        quoted = int(self.style.quote)
        out = np.full((len(values), column.length + 2 * quoted), ord('"'), np.uint8)
        time_bytes(ticks_of(values), self.digits, out[:, quoted : quoted + column.length])
        lengths[:] = out.shape[1]
        return out

    def _strings(
        self, column: Column, values: NDArray[Any], lengths: NDArray[np.int32]
    ) -> NDArray[np.uint8]:
        # Texts repeat: each is rendered once.
        distinct, which = np.unique(encoded(values, column), return_inverse=True)
        rendered = [self.style.render(v.decode("utf-8", "replace")) for v in distinct.tolist()]
        lengths[:] = np.array([len(r) for r in rendered], np.int32)[which]
        width = max((len(r) for r in rendered), default=0)
        padded = np.frombuffer(b"".join(r.ljust(width, b"\0") for r in rendered), np.uint8)
        return padded.reshape(len(rendered), width)[which]

    def _placed(self, texts: list[NDArray[np.uint8]]) -> NDArray[np.int64]:
        """Return the program, told where each text begins in the matrix of all."""
        program = self.program.copy()
        starts = np.cumsum([0] + [t.shape[1] for t in texts])[:-1]
        program[program[:, 1] == self.kernels.TEXT, 3] = starts
        return program


def _packed(texts: list[NDArray[np.uint8]], n: int, slack: int) -> NDArray[np.uint8]:
    """Return all texts side by side, with room behind each row."""
    out = np.empty((n, sum(t.shape[1] for t in texts) + slack), np.uint8)
    at = 0
    for text in texts:
        out[:, at : at + text.shape[1]] = text
        at += text.shape[1]
    return out
