"""A search that skips what cannot match finds what one that reads everything finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Never

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import NotFound
from dayside.model.time import Ticks
from dayside.query import check
from dayside.query.axes import GridAxis
from dayside.query.evaluate import evaluate
from dayside.query.functions import Listed
from dayside.query.sampling import Sampling
from dayside.query.search import narrow, search, sparse
from dayside.query.search.runs import Found, Stitcher, runs_of
from dayside.query.search.search import Search, find, look_at
from dayside.query.search.sparse import evaluated
from dayside.query.search.stored import Stored
from dayside.query.terms import FALSE

T0 = time.parse("2016-08-30T20:00")
HOURS = 60


class World:
    """What a formula may name: the archive."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored

    def dataset(self, dataset_id: str) -> Dataset:
        return self._stored.dataset(dataset_id)

    def events(self, name: str) -> Listed:
        raise AssertionError(name)

    def formula(self, dataset_id: str) -> None:
        return None

    def kernels(self) -> Never:
        raise NotFound("no kernels here")


def wander(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Return what changes slowly: high for hours, low for hours."""
    return np.convolve(np.cumsum(rng.normal(0, 0.1, rows)) % 12, np.ones(50) / 50, "same")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """Give 60 h of a field each 4 s and moments each 16 s, with gaps of all kinds."""
    rng = np.random.default_rng(1)
    with Archive.open(tmp_path_factory.mktemp("search") / "archive") as archive:
        ticks = T0 + np.arange(HOURS * 900) * 4 * time.NS
        field = np.column_stack([wander(rng, len(ticks)) for _ in range(3)]).astype(np.float32)
        field[rng.random(len(ticks)) < 0.001] = np.nan
        field[20_000:21_000, 1] = np.nan
        kept = np.ones(len(ticks), bool)
        kept[30_000:33_000] = kept[500:503] = kept[700:710] = False
        axes = ("x", "y", "z")
        mag = Dataset(
            "mag",
            (Parameter("B", "float32", "nT", (3,), components=axes),),
            cadence_ns=4 * time.NS,
        )
        append(archive, Series(mag, ticks[kept], {"B": field[kept]}))
        ticks = T0 + np.arange(HOURS * 225) * 16 * time.NS + rng.integers(0, 10**9, HOURS * 225)
        kept = np.ones(len(ticks), bool)
        kept[5_000:5_020] = kept[6_000:6_003] = kept[9_000:9_500] = False
        count = (20 * wander(rng, len(ticks))).astype(np.int32)
        count[rng.random(len(ticks)) < 0.001] = -1
        density = wander(rng, len(ticks)) - 1
        ions = Dataset(
            "ions",
            (Parameter("n", "float64", "cm**-3"), Parameter("c", "int32", "", fill=-1)),
            cadence_ns=16 * time.NS,
        )
        append(archive, Series(ions, ticks[kept], {"n": density[kept], "c": count[kept]}))
        yield Stored.now(archive)


numbers = st.sampled_from(
    [
        ("norm(mag.B)", "nT", 20),
        ("mag.B.x", "nT", 12),
        ("abs(mag.B.y - 5*nT)", "nT", 7),
        ("-mag.B.z", "nT", -12),
        ("2*mag.B.x + mag.B.y", "nT", 36),
        ("mag.B.x*mag.B.y", "nT**2", 144),
        ("mag.B.x/mag.B.y", "", 5),
        ("ions.n", "cm**-3", 12),
        ("sqrt(ions.n)", "cm**-1.5", 3),
        ("ions.c", "", 240),
        ("ions.c/ions.n", "cm**3", 60),
        ('shift(mag.B.x, "20 min")', "nT", 12),
        ("where(mag.B.x > 3*nT, mag.B.y, mag.B.z)", "nT", 12),
        ("greatest(mag.B.x, mag.B.y)", "nT", 12),
        ('mean(norm(mag.B), "10 min")', "nT", 20),
        ('max(ions.n, "5 min")', "cm**-3", 12),
        ('std(mag.B.z, "3 min")', "nT", 2),
        ("deriv(mag.B.x)", "nT/s", 0.05),
        ('mean(ions.n, every="30 min")', "cm**-3", 12),
    ]
)


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    left, unit, most = draw(numbers)
    sign = draw(st.sampled_from(["<", "<=", ">", ">=", "=="]))
    bound = f"{draw(st.floats(-0.1, 1.1)) * most:.6f}"
    return f"{left} {sign} {bound}*{unit}" if unit else f"{left} {sign} {bound}"


conditions = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"(not {one})"),
        inner.map(lambda one: f"({one} and is_gap(ions.n))"),
    ),
    max_leaves=4,
)


def searched(stored: Stored, condition: str, start: int, stop: int, *, pruned: bool) -> Found:
    term = check.check(condition, World(stored), Sampling())
    one = Search.of(term, start, stop, 5)
    spans = np.array([[start, stop]])
    extremes = stored if pruned else None
    look = partial(map, lambda spans: look_at(one, spans, stored, extremes))
    return find(one, spans, look, extremes)


def whole(stored: Stored, condition: str, start: int, stop: int) -> Found:
    """Return what the plain evaluation of the whole interval in one tells."""
    term = check.check(condition, World(stored), Sampling())
    one = Search.of(term, start, stop, 5)
    samples = evaluate(term, start, stop, stored)
    stitcher = Stitcher(one.beat, start, stop)
    runs = runs_of(samples.time, samples.values, one.beat)
    if runs is not None:
        stitcher.add(runs)
    return stitcher.finish()


def assert_same(one: Found, other: Found) -> None:
    np.testing.assert_array_equal(one.events, other.events)
    np.testing.assert_array_equal(one.undecided, other.undecided)


@given(conditions, st.integers(-3600, HOURS * 3600), st.integers(1, HOURS * 3600), st.booleans())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_is_lost_by_skipping(
    stored: Stored, condition: str, first_s: int, long_s: int, small: bool
) -> None:
    start = T0 + first_s * time.NS
    stop = start + long_s * time.NS
    with pytest.MonkeyPatch.context() as patch:
        if small:
            # Cells of 16 samples, cut every few hours, read in small pieces.
            patch.setattr(search, "COARSE_SAMPLES", 64)
            patch.setattr(search, "FINE_SAMPLES", 16)
            patch.setattr(search, "TASK_SAMPLES", 3000)
            patch.setattr(search, "block_ns", lambda _: 900 * 4 * time.NS)
            patch.setattr(narrow, "NEAR_SAMPLES", 8)
        expected = whole(stored, condition, start, stop)
        assert_same(searched(stored, condition, start, stop, pruned=True), expected)
        assert_same(searched(stored, condition, start, stop, pruned=False), expected)


@pytest.mark.parametrize(
    ("condition", "most"),
    [("norm(mag.B) > 19.5*nT", 0.2), ("norm(mag.B) > 5*nT and ions.n > 10.9*cm**-3", 0.6)],
)
def test_what_cannot_match_is_not_read(
    stored: Stored, condition: str, most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrow, "NEAR_SAMPLES", 8)
    term = check.check(condition, World(stored), Sampling())
    stop = T0 + HOURS * 3600 * time.NS
    spans = np.array([[T0, stop]])
    left = narrow.maybe(term, spans, 256 * time.NS, 20 * time.NS, stored)
    assert (left[:, 1] - left[:, 0]).sum() < most * (stop - T0)
    samples = evaluate(term, T0, stop, stored)
    inside = np.searchsorted(left[:, 0], samples.time, side="right") > np.searchsorted(
        left[:, 1], samples.time, side="right"
    )
    assert (samples.values[~inside] == FALSE).all()


def test_between_stretches_a_grid_is_not_made(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = check.check("mag.B.x > 3*nT", World(stored), Sampling(time.NS))
    spans = T0 + np.array([[0, 60], [100, 160], [90_000, 90_060]]) * time.NS
    whole = evaluated(term, spans, stored)
    made: list[int] = []

    def times(axis: GridAxis, start: int, stop: int) -> Ticks:
        found = every_time(axis, start, stop)
        made.append(len(found))
        return found

    every_time = GridAxis.times
    monkeypatch.setattr(GridAxis, "times", times)
    monkeypatch.setattr(sparse, "block_ns", lambda _: 1_000 * time.NS)
    parts = evaluated(term, spans, stored)
    assert max(made) < 1_000
    np.testing.assert_array_equal(parts.time, whole.time)
    np.testing.assert_array_equal(parts.values, whole.values)
