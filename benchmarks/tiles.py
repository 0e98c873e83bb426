"""One tile and one envelope at every zoom of ten years at 1 s, beside engines that scan or sample.

The series has 306 million samples of a vector: the simulated orbiter's field, repeated.
Dayside answers through its door: the tile in the middle of the interval, and the envelope of
all of it in at least 1200 bins (minimum, maximum, mean and count of the components and the
magnitude). "Cold" is the envelope in a new process, its files dropped from the page cache, the
median and the best, and the CPU time of it; importing and opening the archive are not timed.

DuckDB and polars make the same bins from a Parquet file sorted by time, whose statistics let
them skip row groups. tsdownsample picks as many points as the envelope has extremes from the
same three components and the magnitude, or from one of them alone, of one year that is already
in memory: it is what a notebook has once it has loaded everything.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks._measure import measure, say_where

if TYPE_CHECKING:
    from dayside.services.envelope import Envelope

PIXELS = 1200
SPANS_S = {
    "10 min": 600,
    "1 h": 3_600,
    "6 h": 21_600,
    "1 d": 86_400,
    "3 d": 3 * 86_400,
    "30 d": 30 * 86_400,
    "150 d": 150 * 86_400,
    "1 y": 365 * 86_400,
    "10 y": 3_652 * 86_400,
}
DATASET = "bench_mag_1s"
START = "2010-01-01"
PLACES = 9
COLD_RUNS = 5
SAMPLED = ("6 h", "1 d", "3 d")
SAMPLERS = ("MinMax", "MinMaxLTTB")


def main(arguments: list[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks tiles", description=__doc__)
    parser.add_argument("--days", type=int, default=3_652)
    parser.add_argument("--folder", help="Keep the data there, and use them if they are.")
    options = parser.parse_args(arguments)
    say_where("dayside", "duckdb", "polars", "tsdownsample", "zarr")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(folder, options.days)
        compare(folder, options.days)


def prepare(folder: Path, days: int) -> None:
    """Write the series into an archive and into a Parquet file, unless both are there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dayside.archive import Archive
    from dayside.archive.writer import append
    from dayside.model import Dataset, Parameter, Series, time

    parquet = folder / "mag.parquet"
    if parquet.exists():
        return
    axes = ("x", "y", "z")
    dataset = Dataset(
        DATASET,
        (Parameter("B", "float32", "nT", (3,), components=axes),),
        title="Simulated field, repeated",
        simulated=True,
        cadence_ns=time.NS,
    )
    unfinished = folder / "mag.unfinished"
    schema = pa.schema([("t", pa.int64()), *((name, pa.float32()) for name in ("bx", "by", "bz"))])
    encoding = {"t": "DELTA_BINARY_PACKED"} | dict.fromkeys(("bx", "by", "bz"), "BYTE_STREAM_SPLIT")
    with (
        Archive.open(str(folder / "archive")) as archive,
        pq.ParquetWriter(
            unfinished, schema, compression="zstd", use_dictionary=False, column_encoding=encoding
        ) as writer,
    ):
        for unix_s, field in months(days):
            ticks = time.from_unix_ns(unix_s * time.NS)
            append(archive, Series(dataset, ticks, {"B": field}), name=str(unix_s[0]))
            columns = [pa.array(np.ascontiguousarray(field[:, k])) for k in range(3)]
            writer.write_table(
                pa.table([pa.array(unix_s), *columns], schema=schema), row_group_size=1 << 18
            )
    unfinished.rename(parquet)


def months(days: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield UTC seconds since 1970 and the field, a UTC month at a time, 3 % missing."""
    from dayside.science.sample import instruments, series

    orbiter = series.mission(series.recurring()[1])
    model = np.concatenate(
        [instruments.stepped(orbiter.day(d).plasma.field_nt, 1 / 128).T for d in range(61)]
    )
    first = np.datetime64(START, "s").astype(np.int64)
    month = np.datetime64(START, "M")
    end = first + days * 86_400
    while (begin := int(month.astype("datetime64[s]").astype(np.int64))) < end:
        stop = min(int((month + 1).astype("datetime64[s]").astype(np.int64)), end)
        unix_s = np.arange(begin, stop, dtype=np.int64)
        unix_s = unix_s[unix_s % 100_000 >= 3_000]
        yield unix_s, model[(unix_s - first) % len(model)]
        month += 1


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that answers: seconds since 1970, and how wide a bin is."""

    name: str
    answer: Callable[[int, int, int], object]
    spans: Collection[str] = tuple(SPANS_S)


def compare(folder: Path, days: int) -> None:
    """Print wall milliseconds of each engine at each zoom, and check that they agree."""
    from dayside.archive import Archive
    from dayside.model import ANONYMOUS
    from dayside.services import tiles
    from dayside.services.door import Door
    from dayside.sources.local import LocalSource

    parquet = folder / "mag.parquet"
    fitting = [label for label, span_s in SPANS_S.items() if span_s <= days * 86_400]
    scanned = {fitting[-1], *SAMPLED} & set(fitting)
    with Archive.open(str(folder / "archive"), read_only=True) as archive:
        door = Door([LocalSource(archive)])
        levels = tiles.levels(door, DATASET, ANONYMOUS)
        ours = Engine("envelope", envelopes(door))
        scans = [
            Engine("DuckDB", duckdb_bins(parquet), scanned),
            Engine("polars", polars_bins(parquet), scanned),
        ]
        year = first_year(parquet, days)
        samplers = [Engine(name, sampler(name, year), SAMPLED) for name in SAMPLERS]
        one_line = year[0], year[1][:1]
        samplers.append(Engine("MinMax, one line", sampler("MinMax", one_line), SAMPLED))
        print(f"{levels.dataset.records:,} samples")
        agree(ours, scans)
        engines = [Engine("tile", tile_of(door)), *scans, *samplers]
        told = [e.name for e in (engines[0], ours, *engines[1:])]
        print(f"\n{'wall ms, p50':10}{'cold':>20}" + "".join(f"{name:>20}" for name in told))
        for label in fitting:
            timings = {e.name: _median(e, label, days) for e in (ours, *engines)}
            row = [timings[name] for name in told]
            _print_row(label, cold(folder, label, days), row, timings["envelope"])


def tile_of(door: object) -> Callable[[int, int, int], object]:
    """Return what cuts the tile in the middle of an interval."""
    from dayside.model import ANONYMOUS
    from dayside.services import tiles

    pyramid = tiles.levels(door, DATASET, ANONYMOUS)
    field = pyramid.parameters[0]

    def answer(start_s: int, stop_s: int, width_s: int) -> object:
        fitting = [i for i, w in enumerate(pyramid.widths_ns) if w <= width_s * 10**9]
        level = max(fitting, default=tiles.RAW)
        span_ns = pyramid.widths_ns[level] * field.buckets if fitting else field.raw_width_ns
        index = (start_s + stop_s) * 10**9 // 2 // span_ns
        return tiles.tile(door, DATASET, "B", level, index, ANONYMOUS)

    return answer


def envelopes(door: object) -> Callable[[int, int, int], Envelope]:
    """Return what makes the envelope of an interval."""
    from dayside.model import ANONYMOUS, time
    from dayside.services.envelope import envelope

    def answer(start_s: int, stop_s: int, _: int = 0) -> Envelope:
        start, stop = time.from_unix_ns([start_s * time.NS, stop_s * time.NS])
        ends = int(start), int(stop)
        return envelope(door, DATASET, "B", ends, ANONYMOUS, pixels=PIXELS)

    return answer


def cold(folder: Path, label: str, days: int) -> str:
    """Tell the milliseconds of the first envelope of a new process, from the disk."""
    runs = []
    for start_s in places(label, days)[:COLD_RUNS]:
        drop_from_cache(folder / "archive")
        asked = [str(folder / "archive"), str(start_s), str(start_s + SPANS_S[label])]
        done = subprocess.run(
            [sys.executable, "-c", ONE_ENVELOPE, *asked], check=True, capture_output=True, text=True
        )
        runs.append([float(text) * 1e3 for text in done.stdout.split()])
    walls, cpus = zip(*runs, strict=True)
    return f"{statistics.median(walls):.0f} ({min(walls):.0f}), CPU {statistics.median(cpus):.0f}"


ONE_ENVELOPE = """
import sys, time
from benchmarks.tiles import envelopes
from dayside.archive import Archive
from dayside.services.door import Door
from dayside.sources.local import LocalSource

with Archive.open(sys.argv[1], read_only=True) as archive:
    answer = envelopes(Door([LocalSource(archive)]))
    begin, cpu = time.perf_counter(), time.process_time()
    answer(int(sys.argv[2]), int(sys.argv[3]))
    print(time.perf_counter() - begin, time.process_time() - cpu)
"""


def drop_from_cache(folder: Path) -> None:
    """Make the next read of every file of a folder one from the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def duckdb_bins(parquet: Path) -> Callable[[int, int, int], object]:
    """Return what makes bins by SQL."""
    import duckdb

    connection = duckdb.connect()
    quoted = ["bx", '"by"', "bz", 'sqrt(bx*bx + "by"*"by" + bz*bz)']
    stats = ", ".join(f"min({q}), max({q}), avg({q})" for q in quoted)

    def answer(start_s: int, stop_s: int, width_s: int) -> list[np.ndarray]:
        where = f"FROM '{parquet}' WHERE t >= {start_s} AND t < {stop_s}"
        query = f"SELECT t // {width_s} AS k, {stats} {where} GROUP BY k ORDER BY k"
        return list(connection.sql(query).fetchnumpy().values())

    return answer


def polars_bins(parquet: Path) -> Callable[[int, int, int], object]:
    """Return what makes bins with polars' streaming engine."""
    import polars as pl

    lines = {name: pl.col(name) for name in ("bx", "by", "bz")}
    lines["b"] = (pl.col("bx") ** 2 + pl.col("by") ** 2 + pl.col("bz") ** 2).sqrt()
    stats = [
        expression
        for name, line in lines.items()
        for expression in (
            line.min().alias(f"{name}_min"),
            line.max().alias(f"{name}_max"),
            line.mean().alias(f"{name}_mean"),
        )
    ]

    def answer(start_s: int, stop_s: int, width_s: int) -> list[np.ndarray]:
        found = pl.scan_parquet(parquet).filter(pl.col("t") >= start_s, pl.col("t") < stop_s)
        found = found.group_by((pl.col("t") // width_s).alias("k")).agg(stats).sort("k")
        return [column.to_numpy() for column in found.collect(engine="streaming")]

    return answer


def first_year(parquet: Path, days: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the seconds, and the components and the magnitude, of the first year."""
    import polars as pl

    year = pl.read_parquet(parquet, n_rows=min(days, 365) * 83_808)
    lines = [year[name].to_numpy() for name in ("bx", "by", "bz")]
    return year["t"].to_numpy(), [*lines, np.sqrt(sum(line**2 for line in lines))]


def sampler(
    name: str, year: tuple[np.ndarray, list[np.ndarray]]
) -> Callable[[int, int, int], object]:
    """Return what picks samples from a year in memory: as many as the bins have extremes."""
    import tsdownsample

    seconds, lines = year
    first = int(seconds[0])
    pick = getattr(tsdownsample, f"{name}Downsampler")()

    def answer(start_s: int, stop_s: int, width_s: int) -> list[np.ndarray]:
        # Any place will do: intervals of later years are moved into the one it has.
        moved = first + (start_s - first) % max(int(seconds[-1]) - first - (stop_s - start_s), 1)
        a, b = np.searchsorted(seconds, [moved, moved + stop_s - start_s])
        points = (stop_s - start_s) // width_s * 2 // 8 * 8
        return [line[a:b][pick.downsample(line[a:b], n_out=points)] for line in lines]

    return answer


def agree(ours: Engine, scans: list[Engine]) -> None:
    """Compare extremes and means of every engine that makes bins, so that speed is of use."""
    width_s = 16
    start = int(np.datetime64(START, "s").astype(np.int64)) // width_s * width_s + 40 * width_s
    stop = start + PIXELS * width_s
    found = ours.answer(start, stop, width_s)
    assert found.width_ns == width_s * 10**9
    full = found.count[:, 0] > 0
    kinds = {"min": found.minimum, "max": found.maximum, "avg": found.mean}
    for scan in scans:
        columns = scan.answer(start, stop, width_s)
        for k in range(4):
            for j, kind in enumerate(kinds.values()):
                theirs = np.asarray(columns[1 + 3 * k + j], np.float32)
                np.testing.assert_allclose(kind[full, k], theirs, rtol=1e-5, atol=1e-4)


def places(label: str, days: int) -> list[int]:
    """Return where intervals of a span begin, s since 1970; the same for every engine."""
    rng = np.random.default_rng(SPANS_S[label])
    first = int(np.datetime64(START, "s").astype(np.int64))
    latest = max(days * 86_400 - SPANS_S[label], 1)
    return [int(s) for s in first + rng.integers(0, latest, PLACES)]


def _median(engine: Engine, label: str, days: int) -> float | None:
    """Return the median seconds over some places, each asked for the second time."""
    if label not in engine.spans:
        return None
    span_s = SPANS_S[label]
    width_s = max(span_s // PIXELS, 1)
    slow = engine.name in {"DuckDB", "polars"} and span_s > 100 * 86_400
    walls = []
    for place in places(label, days)[: 1 if slow else PLACES]:
        start = place - place % width_s
        engine.answer(start, start + span_s, width_s)
        timing = measure(
            engine.name,
            lambda start=start: engine.answer(start, start + span_s, width_s),
            repeat=1 if slow else 5,
        )
        walls.append(timing.wall_s)
    return statistics.median(walls)


def _print_row(label: str, cold: str, row: list[float | None], ours: float) -> None:
    cells = []
    for column, wall_s in enumerate(row):
        if wall_s is None:
            cells.append(f"{'-':>20}")
            continue
        ratio = f"× {wall_s / ours:.3g}" if column > 1 else ""
        cells.append(f"{wall_s * 1e3:>10.2f} {ratio:>9}")
    print(f"{label:10}{cold:>20}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
