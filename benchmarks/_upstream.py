"""Years of a simulated solar wind: field each second, moments each four, as archive and Parquet.

Fast and slow streams, a field that grows and fades over hours, dips that last minutes: what is
rare comes in clusters, as it does in flight, so that block extremes have something to tell.
3 % of the seconds are missing, and the clock of the moments jitters by milliseconds. One
period of 388 days is repeated: good for scaling, not for diversity.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

START = "2010-01-01"
PERIOD_S = 1 << 25
FIELD, MOMENTS = "bench_mag_1s", "bench_ions_4s"
_MOMENT_S = 4


def noise(rng: np.random.Generator, samples: int, slope: float, knee: float) -> np.ndarray:
    """Return periodic noise of unit variance.

    Parameters
    ----------
    slope : float
        Of the power spectrum above the knee.
    knee : float
        Samples of the period at which it turns flat.
    """
    spectrum = rng.standard_normal(samples // 2 + 1, np.float32).astype(np.complex64)
    spectrum.imag = rng.standard_normal(len(spectrum), np.float32)
    frequency = np.arange(len(spectrum), dtype=np.float32) * np.float32(knee / samples)
    spectrum *= (1 + frequency * frequency) ** np.float32(-slope / 4)
    spectrum[0] = 0
    found = np.fft.irfft(spectrum, samples).astype(np.float32)
    return found / found.std()


def make_field(rng: np.random.Generator) -> np.ndarray:
    """Return the field of one period, nT, shape (PERIOD_S, 3), in steps of 1/128 nT."""
    strength = np.exp(0.32 * noise(rng, PERIOD_S, 1.7, 20_000))
    field = np.empty((PERIOD_S, 3), np.float32)
    for axis, (mean, wave) in enumerate([(0.6, 0.35), (0.65, 0.35), (0.0, 0.4)]):
        turning = np.tanh(2 * noise(rng, PERIOD_S, 2.0, 400_000)) if mean else 0
        field[:, axis] = 6.2 * strength * (mean * turning + wave * noise(rng, PERIOD_S, 1.8, 3_000))
    return np.round(field * 128) / 128


def make_moments(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ms of jitter, density (cm-3) and velocity (km/s, shape (n, 3)) of one period."""
    samples = PERIOD_S // _MOMENT_S
    stream = noise(rng, samples, 2.0, 60_000)
    speed = 420 + 90 * stream + 8 * noise(rng, samples, 1.6, 1_000)
    density = 7 * np.exp(-0.35 * stream + 0.55 * noise(rng, samples, 1.7, 8_000))
    velocity = np.empty((samples, 3), np.float32)
    for axis, width in enumerate((0, 18, 18)):
        velocity[:, axis] = width * noise(rng, samples, 1.6, 1_500) if width else -speed
    jitter = rng.integers(-20, 21, samples)
    return jitter, np.round(density * 256).astype(np.float32) / 256, np.round(velocity * 16) / 16


def months(days: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield UTC months: ns since 1970 of the seconds that are not missing, and their number."""
    first = int(np.datetime64(START, "s").astype(np.int64))
    month, end = np.datetime64(START, "M"), first + days * 86_400
    while (begin := int(month.astype("datetime64[s]").astype(np.int64))) < end:
        stop = min(int((month + 1).astype("datetime64[s]").astype(np.int64)), end)
        second = np.arange(begin, stop, dtype=np.int64) - first
        yield (second + first) * 10**9, second
        month += 1


def prepare(folder: Path, days: int) -> None:
    """Write archive and Parquet files, unless they are there."""
    if (folder / "complete").exists():
        return
    rng = np.random.default_rng(2026)
    _write_field(folder, days, make_field(rng))
    _write_moments(folder, days, *make_moments(rng))
    (folder / "complete").touch()


def _write_field(folder: Path, days: int, field: np.ndarray) -> None:
    from dayside.model import Parameter

    axes = ("x", "y", "z")
    parameters = (Parameter("B", "float32", "nT", (3,), components=axes, frame="GSE"),)

    def rows() -> Iterator[tuple[np.ndarray, dict[str, np.ndarray]]]:
        for unix_ns, second in months(days):
            there = second % 100_000 >= 3_000
            yield unix_ns[there], {"B": field[second[there] % PERIOD_S]}

    _write(folder, FIELD, parameters, 10**9, rows())


def _write_moments(
    folder: Path, days: int, jitter: np.ndarray, density: np.ndarray, velocity: np.ndarray
) -> None:
    from dayside.model import Parameter

    axes = ("x", "y", "z")
    parameters = (
        Parameter("n", "float32", "cm**-3"),
        Parameter("V", "float32", "km/s", (3,), components=axes, frame="GSE"),
    )

    def rows() -> Iterator[tuple[np.ndarray, dict[str, np.ndarray]]]:
        for unix_ns, second in months(days):
            there = (second % _MOMENT_S == 0) & (second % 250_000 >= 5_000)
            at = second[there] % PERIOD_S // _MOMENT_S
            # Half a second in from the edge of the month: no jitter leaves it.
            ticks = unix_ns[there] + 5 * 10**8 + jitter[at] * 10**6
            yield ticks, {"n": density[at], "V": velocity[at]}

    _write(folder, MOMENTS, parameters, _MOMENT_S * 10**9, rows())


def _write(folder: Path, name: str, parameters: tuple, cadence_ns: int, rows: Iterator) -> None:
    """Write one dataset twice: times in the Parquet file are the TT2000 of the archive."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dayside.archive import Archive
    from dayside.archive.writer import append
    from dayside.model import Dataset, Series, time

    columns = [c for p in parameters for c in _columns(p.name, p.size)]
    schema = pa.schema([("t", pa.int64()), *((c, pa.float32()) for c in columns)])
    encoding = {"t": "DELTA_BINARY_PACKED"} | dict.fromkeys(columns, "BYTE_STREAM_SPLIT")
    dataset = Dataset(name, parameters, title=name, simulated=True, cadence_ns=cadence_ns)
    with (
        Archive.open(folder / "archive") as archive,
        pq.ParquetWriter(
            folder / f"{name}.parquet",
            schema,
            compression="zstd",
            use_dictionary=False,
            column_encoding=encoding,
        ) as writer,
    ):
        for unix_ns, values in rows:
            ticks = time.from_unix_ns(unix_ns)
            append(archive, Series(dataset, ticks, values), name=str(unix_ns[0]))
            flat = [v.reshape(len(ticks), -1).T for v in values.values()]
            arrays = [ticks, *(np.ascontiguousarray(c) for v in flat for c in v)]
            table = pa.table([pa.array(a) for a in arrays], schema=schema)
            writer.write_table(table, row_group_size=1 << 18)


def _columns(name: str, size: int) -> list[str]:
    return [name] if size == 1 else [f"{name}{axis}" for axis in "xyz"]
