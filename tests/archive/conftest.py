"""Where an archive can live: SQLite and a disk, PostgreSQL and a disk, PostgreSQL and S3."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import Dataset, Parameter, Series, time

SECOND = time.NS
T0 = time.parse("2016-09-01")


@dataclass(frozen=True)
class Home:
    """Where one archive is."""

    location: str
    index_url: str | None

    def open(self, **options: bool) -> Archive:
        return Archive.open(self.location, index_url=self.index_url, **options)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start Debian's PostgreSQL on loopback, as its own user where we are root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    binaries = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="dayside-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    port = _free_port()

    def run(*command: str) -> None:
        subprocess.run(
            [*as_user, *command], check=True, cwd=folder, capture_output=True, text=True, timeout=60
        )

    try:
        run(f"{binaries}/initdb", "-D", str(data), "-U", "dayside", "-A", "trust", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        run(
            f"{binaries}/pg_ctl",
            "-D",
            str(data),
            "-w",
            "-l",
            f"{folder}/log",
            "-o",
            options,
            "start",
        )
        yield f"postgresql://dayside@127.0.0.1:{port}"
    finally:
        if (data / "postmaster.pid").exists():
            run(f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """Start an S3 emulator on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://{host}:{port}",
        AWS_ACCESS_KEY_ID="none",
        AWS_SECRET_ACCESS_KEY="none",
        AWS_DEFAULT_REGION="us-east-1",
    )
    import s3fs

    # The emulator keeps its buckets as long as the process lives.
    with suppress(FileExistsError):
        s3fs.S3FileSystem().mkdir("dayside")
    yield "s3://dayside"
    server.stop()


@pytest.fixture
def database(postgresql: str, request: pytest.FixtureRequest) -> str:
    """Give an empty database of its own."""
    import secrets

    import psycopg

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgresql}/{name}"


@pytest.fixture(params=["sqlite-disk", "postgresql-disk", "postgresql-s3"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "sqlite-disk":
        return Home(str(tmp_path / "archive"), None)
    database = request.getfixturevalue("database")
    if request.param == "postgresql-disk":
        return Home(str(tmp_path / "archive"), database)
    bucket = request.getfixturevalue("bucket")
    return Home(f"{bucket}/{tmp_path.name}", database)


@pytest.fixture
def disk(tmp_path: Path) -> Home:
    return Home(str(tmp_path / "archive"), None)


@pytest.fixture
def field() -> Callable[..., Series]:
    """Give one-second magnetic fields: `field(start_s, n)`."""
    dataset = Dataset(
        "mag_1s",
        (
            Parameter(
                "B", "float32", "nT", (3,), components=("x", "y", "z"), labels=("Bx", "By", "Bz"),
                frame="MSO", quality="flag",
            ),
            Parameter("flag", "uint8", role="quality"),
        ),
        cadence_ns=SECOND,
        target="Mars",
    )  # fmt: skip

    def make(start_s: float = 0, rows: int = 100, seed: int = 0, step_s: float = 1.0) -> Series:
        rng = np.random.default_rng(seed)
        ticks = T0 + np.round((start_s + step_s * np.arange(rows)) * SECOND).astype(np.int64)
        values = np.round(rng.normal(0, 5, (rows, 3)) * 128) / 128
        values[rng.random(rows) < 0.05] = np.nan
        return Series(
            dataset,
            ticks,
            {"B": values.astype(np.float32), "flag": rng.integers(0, 3, rows).astype(np.uint8)},
        )

    return make
