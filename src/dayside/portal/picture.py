"""Lines as SVG paths and spectrograms as PNG, in a box of 1000 × 100 that stretches."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

WIDTH = 1000
HEIGHT = 100
_OUTLYING = 12

Row = NDArray[np.floating[Any]]

# Matplotlib's viridis as polynomials of sixth degree, within 0.03 of the table; lowest first.
_VIRIDIS = np.array(
    [
        [0.2777273, 0.1050930, -0.3308618, -4.6342305, 6.2282699, 4.7763850, -5.4354559],
        [0.0054073, 1.4046135, 0.2148476, -5.7991010, 14.1799334, -13.7451454, 4.6458526],
        [0.3340998, 1.3845902, 0.0950952, -19.3324410, 56.6905526, -65.3530326, 26.3124352],
    ]
)


@dataclass(frozen=True, slots=True)
class Axis:
    """From values to heights: 0 at the top, 100 at the bottom.

    Attributes
    ----------
    low, high : float
        Edges, in log10 where `log`.
    beyond : bool
        Whether some values lie outside.
    """

    low: float
    high: float
    log: bool = False
    beyond: bool = False

    @classmethod
    def over(cls, least: Row, greatest: Row, *, log: bool) -> Self:
        """Return the axis that shows all finite values, with a little room.

        Where a hundredth of the values is so far out that nothing else could be seen,
        the axis ends before them.
        """
        values = np.concatenate([np.ravel(least), np.ravel(greatest)]).astype(np.float64)
        values = values[np.isfinite(values)]
        log = log and bool((values > 0).any())
        if log:
            values = np.log10(values[values > 0])
        low, high = float(values.min()), float(values.max())
        inner_low, inner_high = (float(v) for v in np.percentile(values, [1, 99]))
        beyond = high - low > _OUTLYING * (inner_high - inner_low) > 0
        if beyond:
            low, high = inner_low, inner_high
        room = 0.04 * (high - low) or abs(high) * 0.1 or 1.0
        # What is never negative keeps zero as its floor.
        floor = low - room if log or low < 0 else max(low - room, 0.0)
        return cls(floor, high + room, log, beyond)

    @property
    def bottom(self) -> float:
        """Value at the lower edge."""
        return _short(10**self.low if self.log else self.low)

    @property
    def top(self) -> float:
        """Value at the upper edge."""
        return _short(10**self.high if self.log else self.high)

    def heights(self, values: Row) -> NDArray[np.float64]:
        """Return the height of each value; NaN where there is none."""
        shown = np.asarray(values, np.float64)
        if self.log:
            shown = np.log10(np.where(shown > 0, shown, np.nan))
        return (self.high - shown) / (self.high - self.low) * HEIGHT


def line(axis: Axis, values: Row, shares: Row) -> str:
    """Return the path through `values`, broken at gaps.

    Parameters
    ----------
    shares : ndarray
        Where each value stands along the time axis, 0 to 1.
    """
    heights = axis.heights(values)
    xs = shares * WIDTH
    parts = []
    for run in _runs(np.isfinite(heights)):
        points = [f"{x:.1f} {y:.1f}" for x, y in zip(xs[run], heights[run], strict=True)]
        # A lone point needs a length to be seen.
        parts.append(f"M{'L'.join(points)}" + ("h.5" if len(points) == 1 else ""))
    return "".join(parts)


def envelope(axis: Axis, least: Row, greatest: Row, shares: Row) -> str:
    """Return the closed path around what lies between `least` and `greatest`."""
    top, bottom = axis.heights(greatest), axis.heights(least)
    if axis.log:
        bottom = np.where(np.isfinite(top) & ~np.isfinite(bottom), HEIGHT, bottom)
    xs = shares * WIDTH
    parts = []
    for run in _runs(np.isfinite(top) & np.isfinite(bottom)):
        if run.stop - run.start < 2:
            continue
        there = [f"{x:.1f} {y:.1f}" for x, y in zip(xs[run], top[run], strict=True)]
        back = [f"{x:.1f} {y:.1f}" for x, y in zip(xs[run], bottom[run], strict=True)]
        parts.append(f"M{'L'.join(there + back[::-1])}Z")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Colours:
    """What the ends of the colour bar stand for, in log10 where `log`."""

    low: float
    high: float
    log: bool

    @classmethod
    def over(cls, means: NDArray[np.floating[Any]], *, log: bool) -> Self | None:
        """Return the colours that show all but the outermost percents; None without values."""
        values = means[np.isfinite(means)].astype(np.float64)
        if log:
            values = np.log10(values[values > 0])
        if not values.size:
            return None
        low, high = np.percentile(values, [1, 99])
        return cls(float(low), float(high), log)

    @property
    def ends(self) -> tuple[float, float]:
        """Values at both ends."""
        low, high = (10**self.low, 10**self.high) if self.log else (self.low, self.high)
        return _short(low), _short(high)


def spectrogram(means: NDArray[np.floating[Any]], *, log: bool) -> bytes:
    """Return a PNG of `means` (row, time), the first row at the bottom, gaps transparent."""
    colours = Colours.over(means, log=log)
    indices = np.zeros(means.shape, np.uint8)
    if colours is not None:
        values = np.asarray(means, np.float64)
        if log:
            # Zero is a measurement too: it takes the lowest colour.
            values = np.where(
                values > 0, np.log10(np.where(values > 0, values, 1)), values * 0 - 99
            )
        there = np.isfinite(values)
        scaled = (values[there] - colours.low) / ((colours.high - colours.low) or 1.0)
        indices[there] = (1 + np.rint(np.clip(scaled, 0, 1) * 254)).astype(np.uint8)
    return _png(indices[::-1], _palette())


def gradient(stops: int = 9) -> tuple[str, ...]:
    """Return colours along the bar, low to high, as CSS tells them."""
    colours = np.frombuffer(_palette(), np.uint8).reshape(-1, 3)[1:]
    chosen = colours[np.linspace(0, 254, stops).astype(int)]
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in chosen.tolist())


def _runs(there: NDArray[np.bool_]) -> list[slice]:
    padded = np.concatenate([[False], there, [False]])
    edges = np.flatnonzero(np.diff(padded.astype(np.int8))).reshape(-1, 2)
    return [slice(int(a), int(b)) for a, b in edges]


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _palette() -> bytes:
    at = np.linspace(0, 1, 255)
    colours = np.clip(_VIRIDIS @ np.vander(at, 7, increasing=True).T, 0, 1)
    rgb = np.rint(colours.T * 255).astype(np.uint8)
    return np.concatenate([np.zeros((1, 3), np.uint8), rgb]).tobytes()


def _png(indices: NDArray[np.uint8], palette: bytes) -> bytes:
    """Return an indexed PNG whose colour 0 is transparent."""
    rows, columns = indices.shape
    raw = b"".join(b"\0" + row.tobytes() for row in indices)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"tRNS", b"\0"),
            _chunk(b"IDAT", zlib.compress(raw, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
