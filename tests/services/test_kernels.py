"""Kernels are added all or none, seen by whom they are for, checked and backed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive, integrity
from dayside.archive.backup import backup, restore
from dayside.model import ANONYMOUS, OPERATOR, time
from dayside.model.errors import Forbidden, NotFound, UnknownDataset, UnreadableFile
from dayside.services import catalog, kernels
from dayside.services.door import Door
from dayside.services.transform import positions_km
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource

NOON = np.array([time.parse("2016-09-01T12:00")])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def door(archive: Archive) -> Iterator[Door]:
    source = EphemerisSource(archive)
    yield Door([LocalSource(archive), source])
    source.close()


def test_one_that_is_refused_is_named_and_nothing_is_added(door, archive, orbiter, tmp_path):
    note = tmp_path / "note.bsp"
    note.write_text("no kernel")
    with pytest.raises(UnreadableFile, match=r"note\.bsp was refused, and no kernel added"):
        kernels.add(door, [orbiter, note], OPERATOR)
    cut = tmp_path / "cut.bsp"
    cut.write_bytes(orbiter.read_bytes()[:3000])
    with pytest.raises(UnreadableFile, match=r"cut\.bsp was refused"):
        kernels.add(door, [orbiter, cut], OPERATOR)
    assert kernels.every(door, OPERATOR) == []
    assert archive.objects.names("kernels") == []


def test_a_meta_kernel_stands_for_the_files_it_names(door, orbiter, tmp_path):
    (tmp_path / "spk").mkdir()
    (tmp_path / "spk" / "there.bsp").write_bytes(orbiter.read_bytes())
    meta = tmp_path / "all.tm"
    meta.write_text(
        "KPL/MK\n\\begindata\nPATH_VALUES = ( 'spk' )\nPATH_SYMBOLS = ( 'SPK' )\n"
        "KERNELS_TO_LOAD = ( '$SPK/there.bsp' )\n\\begintext\n"
    )
    assert [a.kernel.name for a in kernels.add(door, [meta], OPERATOR)] == ["there.bsp"]
    meta.write_text("KPL/MK\n\\begindata\nKERNELS_TO_LOAD = ( 'gone.bsp' )\n\\begintext\n")
    with pytest.raises(UnreadableFile, match=r"all\.tm names gone\.bsp"):
        kernels.add(door, [meta], OPERATOR)


def test_added_again_it_is_present(door, orbiter):
    assert [a.was_there for a in kernels.add(door, [orbiter], OPERATOR)] == [False]
    assert [a.was_there for a in kernels.add(door, [orbiter], OPERATOR)] == [True]
    with pytest.raises(Forbidden):
        kernels.add(door, [orbiter], ANONYMOUS)


def test_a_private_kernel_is_for_those_who_may_read_private_data(door, orbiter):
    kernels.add(door, [orbiter], OPERATOR, private=True)
    assert kernels.every(door, ANONYMOUS) == []
    with pytest.raises(NotFound):
        kernels.get(door, orbiter.name, ANONYMOUS)
    assert np.isnan(positions_km(door, "-999", NOON, "MSO", "mars", ANONYMOUS)).all()
    assert np.isfinite(positions_km(door, "-999", NOON, "MSO", "mars", OPERATOR)).all()
    assert [d.id for d in catalog.datasets(door, ANONYMOUS)] == []
    assert [d.id for d in catalog.datasets(door, OPERATOR)] == ["ephemeris/private/-999"]
    with pytest.raises(UnknownDataset):
        catalog.describe(door, "ephemeris/private/-999", ANONYMOUS)


def test_what_was_removed_is_known_no_more(door, orbiter, archive):
    kernels.add(door, [orbiter], OPERATOR)
    assert np.isfinite(positions_km(door, "-999", NOON, "MSO", None, OPERATOR)).all()
    kernels.remove(door, orbiter.name, OPERATOR)
    assert np.isnan(positions_km(door, "-999", NOON, "MSO", None, OPERATOR)).all()
    with pytest.raises(NotFound, match=r"no kernel orbiter\.bsp"):
        kernels.remove(door, orbiter.name, OPERATOR)


def test_a_changed_file_is_found_and_a_backup_holds_it(door, orbiter, archive, tmp_path):
    kernels.add(door, [orbiter], OPERATOR)
    backup(archive, tmp_path / "backup")
    with Archive.open(tmp_path / "again") as again:
        restore(tmp_path / "backup", again)
        assert [k.name for k in again.index.kernels.every()] == [orbiter.name]
        assert list(integrity.verify(again)) == []
    kept = Path(archive.objects.path(archive.index.kernels.every()[0].location))
    data = bytearray(kept.read_bytes())
    data[5000] ^= 1
    kept.write_bytes(data)
    [found] = integrity.verify(archive)
    assert "has changed" in found.problem
