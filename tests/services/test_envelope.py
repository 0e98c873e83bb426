"""An envelope says of every bin what numpy says of its samples, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import ANONYMOUS, Bins, Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, EmptyInterval, UnknownDataset, UnknownParameter
from dayside.science.series.bins import combine_neighbours
from dayside.services.door import Door
from dayside.services.envelope import MOST_PIXELS, Envelope, bin_widths, envelope
from dayside.sources.local import LocalSource
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-12-20")  # twelve days before a leap second
ROWS = 300_000
STEP = 4 * time.NS
LENGTH = ROWS * STEP


@pytest.fixture(scope="module")
def held() -> Series:
    """Return two weeks of a vector and a distribution, with a hole, gaps and jitter."""
    rng = np.random.default_rng(7)
    ticks = T0 + STEP * np.arange(ROWS) + rng.integers(0, STEP // 2, ROWS)
    kept = np.ones(ROWS, bool)
    kept[90_000:150_000] = False  # nothing at all
    kept[rng.integers(0, ROWS, 2_000)] = False
    ticks = ticks[kept]
    field = rng.normal(size=(len(ticks), 3)).cumsum(axis=0).astype(np.float32)
    field[40_000:42_000] = np.nan  # samples without values
    field[rng.integers(0, len(ticks), 500), 1] = np.nan
    dataset = Dataset(
        "mag",
        (
            Parameter("B", "float32", "nT", (3,), components=("x", "y", "z")),
            Parameter("n", "int16", "", fill=-1),
            Parameter(
                "f", "float32", "", (2, 3), display="spectrogram",
                bins=(None, Bins("energy", "eV", centers=(1.0, 2.0, 3.0))),
            ),
            Parameter("note", "U3"),
        ),
        cadence_ns=STEP, start=int(ticks[0]), stop=int(ticks[-1]) + STEP,
    )  # fmt: skip
    counts = rng.integers(-1, 50, len(ticks)).astype(np.int16)
    spectra = rng.random((len(ticks), 2, 3)).astype(np.float32)
    values = {"B": field, "n": counts, "f": spectra, "note": np.full(len(ticks), "abc")}
    return Series(dataset, ticks, values)


@pytest.fixture(scope="module")
def doors(held: Series, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Door]]:
    with Archive.open(tmp_path_factory.mktemp("envelopes")) as archive:
        append(archive, held[:200_000])
        append(archive, held[200_000:])
        yield {
            "archive": Door([LocalSource(archive)]),
            "memory": Door([MemorySource([held], block_rows=70_000)]),
        }


def expected(held: Series, name: str, found: Envelope) -> list[np.ndarray]:
    """Return minimum, maximum, mean and count of each bin, by numpy."""
    flat = held.values[name].reshape(len(held), -1).astype(np.float64)
    if name == "n":
        flat[flat == -1] = np.nan
    if name == "B":
        flat = np.column_stack([flat, np.sqrt((flat**2).sum(axis=1))])
    bin_of = (time.to_unix_ns(held.time) - found.start_ns) // found.width_ns
    inside = (bin_of >= 0) & (bin_of < len(found.mean))
    out = [np.full((len(found.mean), flat.shape[1]), np.nan) for _ in range(3)]
    count = np.zeros(out[0].shape, np.int64)
    rows, at = flat[inside], bin_of[inside]
    for k, where in zip(*np.unique(at, return_index=True), strict=True):
        samples = rows[where : where + np.searchsorted(at[where:], k, side="right")]
        count[k] = np.isfinite(samples).sum(axis=0)
        some = count[k] > 0
        for held_, of in zip(out, (np.nanmin, np.nanmax, np.nanmean), strict=True):
            held_[k, some] = of(samples[:, some], axis=0)
    return [*out, count]


def check(held: Series, name: str, found: Envelope) -> None:
    low, high, mean, count = expected(held, name, found)
    np.testing.assert_array_equal(found.minimum, low.astype(found.minimum.dtype))
    np.testing.assert_array_equal(found.maximum, high.astype(found.maximum.dtype))
    np.testing.assert_allclose(found.mean, mean, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(found.count, count)


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(-LENGTH // 10, LENGTH),
    length=st.one_of(st.integers(1, 4_000_000_000_000), st.integers(4_000_000_000_000, LENGTH)),
    pixels=st.integers(1, 900),
    name=st.sampled_from(["B", "n"]),
    kept=st.sampled_from(["archive", "memory"]),
)
def test_every_bin_equals_numpy(
    doors: dict[str, Door], held: Series, start: int, length: int, pixels: int, name: str, kept: str
) -> None:
    asked = (T0 + start, T0 + start + length)
    found = envelope(doors[kept], "mag", name, asked, ANONYMOUS, pixels=pixels)
    check(held, name, found)
    first, last = (int(t) for t in time.to_unix_ns(asked))
    # Whole bins, no more of them than cover the interval.
    assert found.start_ns % found.width_ns == 0
    assert found.start_ns <= first < found.start_ns + found.width_ns
    end = found.start_ns + len(found.mean) * found.width_ns
    assert end - found.width_ns < max(last, first + 1) <= end
    assert len(found.mean) <= 2 * pixels + 2
    if last - first >= 2 * pixels * STEP:
        assert len(found.mean) >= pixels


def test_ten_days_cost_no_sample(
    doors: dict[str, Door], held: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalSource, "read", lambda *_: 1 / 0)
    found = envelope(doors["archive"], "mag", "B", (T0, T0 + LENGTH), ANONYMOUS)
    assert found.columns == ("x", "y", "z", "magnitude")
    check(held, "B", found)


def test_a_distribution_is_reduced_or_sliced(doors: dict[str, Door], held: Series) -> None:
    asked = T0, T0 + LENGTH // 4
    whole = envelope(doors["archive"], "mag", "f", asked, ANONYMOUS, pixels=40)
    low, high, mean, count = (
        e.reshape(-1, 2, 3) for e in expected(held, "f", whole) if e is not None
    )
    np.testing.assert_array_equal(whole.minimum, low.min(axis=1).astype(np.float32))
    np.testing.assert_array_equal(whole.maximum, high.max(axis=1).astype(np.float32))
    np.testing.assert_allclose(whole.mean, mean.mean(axis=1), rtol=1e-5)
    np.testing.assert_array_equal(whole.count, count.sum(axis=1))
    one = envelope(doors["archive"], "mag", "f", asked, ANONYMOUS, pixels=40, chosen=1)
    np.testing.assert_array_equal(one.minimum, low[:, 1].astype(np.float32))
    np.testing.assert_array_equal(one.count, count[:, 1])


def test_where_nothing_is_all_is_empty(doors: dict[str, Door]) -> None:
    long_before = time.parse("1970"), time.parse("1971")
    for door in doors.values():
        found = envelope(door, "mag", "B", long_before, ANONYMOUS, pixels=10)
        assert found.mean.dtype == np.float32
        assert np.isnan(found.mean).all()
        assert not found.count.any()


def test_counts_of_many_samples_are_exact() -> None:
    stats = np.array([[[0], [1], [0.5], [(1 << 24) - 1]]] * 3, np.float32)
    assert combine_neighbours(stats, 3)[0, 3, 0] == 3 * ((1 << 24) - 1)
    year = 365 * 86_400 * time.NS
    base, width = bin_widths([4**k * time.NS for k in range(12)], year, time.NS // 128)
    assert base // (time.NS // 128) <= 1 << 24
    assert year - base < width <= year


def test_new_samples_show_at_once(tmp_path) -> None:
    dataset = Dataset("grows", (Parameter("x", "float64"),), cadence_ns=time.NS)
    with Archive.open(tmp_path) as archive, Archive.open(tmp_path) as reader:
        door = Door([LocalSource(reader)])
        for rows in (10, 20, 400):
            ticks = T0 + time.NS * np.arange(rows)
            append(archive, Series(dataset, ticks, {"x": np.ones(rows)}), name=str(rows))
            found = envelope(door, "grows", "x", (T0, T0 + 500 * time.NS), ANONYMOUS, pixels=5)
            assert found.count.sum() == rows


def test_what_cannot_be_is_told(doors: dict[str, Door]) -> None:
    door, asked = doors["archive"], (T0, T0 + LENGTH)
    with pytest.raises(UnknownDataset):
        envelope(door, "nag", "B", asked, ANONYMOUS)
    with pytest.raises(UnknownParameter, match="no numbers"):
        envelope(door, "mag", "note", asked, ANONYMOUS)
    with pytest.raises(EmptyInterval, match="not before"):
        envelope(door, "mag", "B", (T0, T0), ANONYMOUS)
    with pytest.raises(BadRequest, match=f"1 to {MOST_PIXELS}"):
        envelope(door, "mag", "B", asked, ANONYMOUS, pixels=0)
    with pytest.raises(BadRequest, match="no dimensions"):
        envelope(door, "mag", "B", asked, ANONYMOUS, chosen=0)
