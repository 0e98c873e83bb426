from __future__ import annotations

import pytest

import dayside as package


@pytest.mark.realdata
def test_eight_orbits_are_one_dataset(dayside, test_data, tmp_path):
    orbits = test_data / "insitu-planetary" / "messenger_orbits"
    assert dayside("ingest", *sorted(orbits.glob("*_mag_1s.parquet"))).code == 0
    picture = tmp_path / "orbits.png"
    assert dayside("plot", "messenger_mag_1s/B", "-o", picture).code == 0
    assert picture.stat().st_size > 10_000
    with package.open(tmp_path / "archive") as archive:
        assert list(archive) == ["messenger_mag_1s"]
        field = archive["messenger_mag_1s"]["B"]["2011-12-30T16":"2011-12-31T10"]
    assert field.dims[0] == "time"
    # Eighteen hours, one sample a second but for the gap between two orbits.
    assert 64_700 < field.shape[0] <= 64_800
    assert dayside("verify").code == 0
