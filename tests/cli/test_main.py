from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest


def test_version_and_help(dayside):
    assert dayside("--version").out.startswith("dayside 0.")
    assert "Commands:" in dayside("--help").out
    wrong = dayside("ingset")
    assert wrong.code == 2
    assert "Traceback" not in wrong.err


def test_doctor_tells_versions_and_where_the_archive_is(filled):
    done = filled("doctor", "--json")
    found = {(f["what"], f["state"]) for f in json.loads(done.out)}
    assert ("dayside", "ok") in found
    assert ("archive", "ok") in found
    assert ("formats", "wrong") not in found


def test_doctor_is_content_without_an_archive(dayside):
    done = dayside("doctor")
    assert "missing  archive" in done.out


def _serve(*words, archive):
    return subprocess.Popen(
        [sys.executable, "-m", "dayside", "--archive", str(archive), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )


def test_serve_tells_its_address_and_stops_by_ctrl_c(filled, tmp_path):
    process = _serve("serve", "--port", "0", archive=tmp_path / "archive")
    try:
        address = process.stdout.readline().split()[2]
        assert httpx.get(f"{address}health").json()["status"] == "ok"
        assert "orbit" in httpx.get(f"{address}api/datasets").text
        port = address.rstrip("/").rpartition(":")[2]
        taken = filled("serve", "--port", port)
        assert taken.code == 2
        assert "Address already in use" in taken.err
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err


def test_ctrl_c_in_a_command_is_clean(tmp_path):
    # A pipe that nobody fills: ingest waits for it until it is interrupted.
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    process = _serve("ingest", str(pipe), archive=tmp_path / "archive")
    try:
        with pipe.open("wb"):  # both ends are open: the command is at work
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in err


def _shell(line, **env):
    words = {"DAYSIDE": f"{sys.executable} -m dayside", **{k: str(v) for k, v in env.items()}}
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env={**os.environ, **words},
        timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["export orbit --format json", "datasets --json"])
def test_a_reader_that_has_seen_enough_is_no_error(filled, tmp_path, command):
    # The reader is gone before the first byte.
    done = _shell(
        f"( sleep 0.1; $DAYSIDE {command}; echo $? >&2 ) | true",
        DAYSIDE_ARCHIVE=tmp_path / "archive",
    )
    assert done.stderr == "0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("command", ["export orbit", "datasets"])
def test_output_that_cannot_be_written_is_one_sentence(filled, tmp_path, command):
    done = _shell(f"$DAYSIDE {command} > /dev/full", DAYSIDE_ARCHIVE=tmp_path / "archive")
    assert done.returncode == 1
    assert done.stderr == "dayside: No space left on device.\n"


def test_where_nothing_can_be_made_is_told_plainly(dayside, table):
    done = dayside("--archive", "/proc/none", "ingest", table)
    assert done.code != 0
    assert "Error" not in done.err
    assert "/proc/none" in done.err
