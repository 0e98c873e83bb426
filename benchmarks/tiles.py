"""Plot tiles at every zoom of ten years at 1 s, beside engines that scan and a sampler in memory.

The series has 306 million samples of a vector: the simulated orbiter's field, repeated.
Dayside answers through its door with the tiles that cover the interval, at the coarsest level
with a bucket for each of 1200 pixels or, where it keeps none so fine, with raw samples. DuckDB
and polars make minimum, maximum and mean of the components and the magnitude in buckets of the
same width from a Parquet file sorted by time, whose statistics let them skip row groups.
tsdownsample picks samples (MinMaxLTTB, no means, no magnitude) from one year that is already
in memory: it is what a notebook has once it has loaded everything.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks._measure import Timing, measure, say_where

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
PLACES = 7


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
    """Something that answers: seconds since 1970, and how wide a bucket is."""

    name: str
    answer: Callable[[int, int, int], object]
    longest_s: int = max(SPANS_S.values())


def compare(folder: Path, days: int) -> None:
    """Print wall and CPU milliseconds of each engine at each zoom, and check they agree."""
    from dayside.archive import Archive
    from dayside.model import ANONYMOUS
    from dayside.services import tiles
    from dayside.services.door import Door
    from dayside.sources.local import LocalSource

    parquet = folder / "mag.parquet"
    with Archive.open(str(folder / "archive"), read_only=True) as archive:
        door = Door([LocalSource(archive)])
        levels = tiles.levels(door, DATASET, ANONYMOUS)
        widths_s = [w / 1e9 for w in levels.widths_ns]
        engines = [
            Engine("Dayside tiles", dayside_tiles(door)),
            Engine("DuckDB on Parquet", duckdb_bins(parquet)),
            Engine("polars on Parquet", polars_bins(parquet)),
            Engine("tsdownsample, 1 y in memory", sampler(parquet, days), 365 * 86_400),
        ]
        print(f"{levels.dataset.records:,} samples; levels of {widths_s[0]:g} s and up")
        agree(engines, widths_s)
        print(f"\n{'wall ms (CPU ms), median':28}" + "".join(f"{e.name:>30}" for e in engines))
        for label, span_s in SPANS_S.items():
            if span_s <= days * 86_400:
                row = [_median(e, span_s, days, widths_s) for e in engines]
                _print_row(label, row)


def dayside_tiles(door: object) -> Callable[[int, int, int], object]:
    """Return what fetches the tiles covering an interval through the door."""
    from dayside.model import ANONYMOUS
    from dayside.services import tiles

    pyramid = tiles.levels(door, DATASET, ANONYMOUS)
    field = pyramid.parameters[0]

    def answer(start_s: int, stop_s: int, width_s: int) -> list[object]:
        level = tiles.RAW if width_s == 0 else pyramid.widths_ns.index(width_s * 10**9)
        whole_s = field.raw_width_ns // 10**9 if width_s == 0 else field.buckets * width_s
        wanted = range(start_s // whole_s, -(-stop_s // whole_s))
        return [tiles.tile(door, DATASET, "B", level, i, ANONYMOUS) for i in wanted]

    return answer


def duckdb_bins(parquet: Path) -> Callable[[int, int, int], object]:
    """Return what makes buckets by SQL; raw rows where the width is 0."""
    import duckdb

    connection = duckdb.connect()
    quoted = ["bx", '"by"', "bz", 'sqrt(bx*bx + "by"*"by" + bz*bz)']
    stats = ", ".join(f"min({q}), max({q}), avg({q})" for q in quoted)

    def answer(start_s: int, stop_s: int, width_s: int) -> dict[str, np.ndarray]:
        where = f"FROM '{parquet}' WHERE t >= {start_s} AND t < {stop_s}"
        if width_s == 0:
            return connection.sql(f'SELECT t, bx, "by", bz {where}').fetchnumpy()
        query = f"SELECT t // {width_s} AS k, {stats} {where} GROUP BY k ORDER BY k"
        return connection.sql(query).fetchnumpy()

    return answer


def polars_bins(parquet: Path) -> Callable[[int, int, int], object]:
    """Return what makes buckets with polars' streaming engine."""
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

    def answer(start_s: int, stop_s: int, width_s: int) -> object:
        found = pl.scan_parquet(parquet).filter(pl.col("t") >= start_s, pl.col("t") < stop_s)
        if width_s:
            found = found.group_by((pl.col("t") // width_s).alias("k")).agg(stats).sort("k")
        return found.collect(engine="streaming")

    return answer


def sampler(parquet: Path, days: int) -> Callable[[int, int, int], object]:
    """Return what picks samples from the first year, which is loaded here and not timed."""
    import polars as pl
    from tsdownsample import MinMaxLTTBDownsampler

    first = int(np.datetime64(START, "s").astype(np.int64))
    year = pl.read_parquet(parquet, n_rows=min(days, 365) * 83_808)
    seconds = year["t"].to_numpy()
    lines = [year[name].to_numpy() for name in ("bx", "by", "bz")]
    pick = MinMaxLTTBDownsampler()

    def answer(start_s: int, stop_s: int, width_s: int) -> list[np.ndarray]:
        del width_s
        # Any place will do: intervals of later years are moved into the one it has.
        moved = first + (start_s - first) % max(int(seconds[-1]) - first - (stop_s - start_s), 1)
        a, b = np.searchsorted(seconds, [moved, moved + stop_s - start_s])
        if b - a <= 2 * PIXELS:
            return [line[a:b] for line in lines]
        return [pick.downsample(line[a:b], n_out=2 * PIXELS) for line in lines]

    return answer


def width_for(span_s: int, widths_s: list[float]) -> int:
    """Return the coarsest bucket with `PIXELS` of them across, 0 where only raw samples do."""
    fitting = [w for w in widths_s if w * PIXELS <= span_s]
    return int(max(fitting, default=0))


def agree(engines: list[Engine], widths_s: list[float]) -> None:
    """Compare extremes of a stretch of every tile-making engine, so that speed is of use."""
    from dayside.services import tiles

    ours, duck, polars = (e.answer for e in engines[:3])
    width_s = int(widths_s[1])
    stretch = 1_024 * width_s
    start = (int(np.datetime64(START, "s").astype(np.int64)) // stretch + 2) * stretch
    (tile,) = ours(start, start + stretch, width_s)
    assert isinstance(tile, tiles.Tile)
    full = tile.count > 0
    table = duck(start, start + stretch, width_s)
    frame = polars(start, start + stretch, width_s)
    columns = list(table.values())
    for k, name in enumerate(("bx", "by", "bz")):
        for j, stat in enumerate(("min", "max")):
            mine = tile.stats[j, k][full]
            assert np.array_equal(mine, np.asarray(columns[1 + 3 * k + j], np.float32))
            assert np.array_equal(mine, frame[f"{name}_{stat}"].to_numpy())


def _median(engine: Engine, span_s: int, days: int, widths_s: list[float]) -> Timing | None:
    if span_s > engine.longest_s:
        return None
    rng = np.random.default_rng(span_s)
    first = int(np.datetime64(START, "s").astype(np.int64))
    width_s = width_for(span_s, widths_s)
    latest = max(days * 86_400 - span_s, 1)
    starts = iter(first + rng.integers(0, latest, PLACES + 1))

    def once() -> object:
        start = int(next(starts))
        start -= start % max(width_s, 1)
        return engine.answer(start, start + span_s, width_s)

    once()
    slow = engine.name != "Dayside tiles" and span_s > 100 * 86_400
    return measure(engine.name, once, repeat=3 if slow else PLACES)


def _print_row(label: str, row: list[Timing | None]) -> None:
    cells = []
    for timing in row:
        if timing is None:
            cells.append(f"{'-':>30}")
            continue
        told = f"{timing.wall_s * 1e3:.1f} ({timing.cpu_s * 1e3:.1f})"
        ratio = timing.wall_s / row[0].wall_s
        cells.append(f"{told:>21} {f'× {ratio:.1f}' if timing is not row[0] else '':>8}")
    print(f"{label:28}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
