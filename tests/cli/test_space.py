"""Kernels, frames and transformed tables on the command line."""

from __future__ import annotations

import math


def test_kernels_are_added_listed_and_removed(dayside, orbiter, tmp_path):
    done = dayside("kernels", "add", str(orbiter))
    assert done.code == 0
    assert "added SPK orbiter.bsp: -999" in done.err + done.out
    listed = dayside("kernels", "list").out
    assert "2016-08-31" in listed
    assert "orbiter.bsp" in listed
    assert "ephemeris/-999" in dayside("datasets").out
    note = tmp_path / "note.txt"
    note.write_text("none")
    refused = dayside("kernels", "add", str(orbiter), str(note))
    assert refused.code != 0
    assert "note.txt was refused" in refused.err
    assert dayside("kernels", "remove", "orbiter.bsp").code == 0
    assert "No kernels yet" in dayside("kernels", "list").err


def test_frames_are_listed_and_shown(dayside):
    assert "Mars solar orbital" in dayside("frames", "--body", "mars").out
    shown = dayside("frames", "MSM").out
    assert "centre  mercury" in shown
    assert "478.18" in shown
    assert "Did you mean HEEQ" in dayside("frames", "HEEQQ").err


def test_a_table_gets_added_columns_and_says_by_which_kernels(dayside, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("time,Bx,By,Bz\n2016-09-01T00:00:00Z,0,5,0\n2016-09-01T00:01:00Z,0,,0\n")
    done = dayside("transform", str(table), "--from", "GSE", "--to", "GSM", "--columns", "Bx,By,Bz")
    assert done.code == 0
    header = next(line for line in done.lines if line.startswith("time,"))
    assert header.startswith("time,B[0],B[1],B[2]")
    assert header.endswith("B_GSM[0],B_GSM[1],B_GSM[2]")
    row = done.lines[-2].split(",")
    assert abs(sum(float(v) ** 2 for v in row[-3:]) - 25) < 1e-9
    assert done.lines[-1].endswith("NaN,NaN,NaN")
    assert "de440.bsp" in done.out
    out = tmp_path / "mine.cdf"
    assert (
        dayside("transform", str(table), "--from", "GSE", "--to", "GSM", "-o", str(out)).code == 0
    )
    assert out.stat().st_size > 0
    wrong = dayside("transform", str(table), "--from", "GSE", "--to", "GSM", "--columns", "Bw")
    assert "no column Bw" in wrong.err


def test_crossings_are_kept_and_fitted(dayside, orbiter, tmp_path):
    assert dayside("kernels", "add", orbiter).code == 0
    asked = ("mars.pileup_boundary.edberg2008", "ephemeris/-999@mars", "--stop", "2016-09-01T20")
    shown = dayside("crossings", *asked)
    assert shown.code == 0
    assert "direction" in shown.out or "0 events" in shown.out
    points = tmp_path / "points.csv"
    lines = ["start,stop,X,Y,Z"]
    for k in range(40):
        angle = 0.05 * k
        r = 2.04 / (1 + 1.03 * math.cos(angle))
        place = (0.64 + r * math.cos(angle), r * math.sin(angle), 0.0)
        lines.append(
            f"2016-09-01T00:{k:02}:00Z,2016-09-01T00:{k:02}:00Z," + ",".join(map(str, place))
        )
    points.write_text("\n".join(lines) + "\n")
    fitted = dayside("fit-boundary", points)
    assert fitted.code == 0, fitted.err
    assert "eccentricity  1.03 ±" in fitted.out
    assert "no family" in dayside("fit-boundary", points, "--family", "cone").err


def test_boundaries_are_listed_and_shown(dayside):
    assert "mars.bow_shock.edberg2008" in dayside("boundaries", "--body", "mars").out
    assert (
        "stand-off     7.148 radii"
        in dayside(
            "boundaries", "earth.magnetopause.shue1998", "--wind", "pdyn=8", "--wind", "bz=-10"
        ).out
    )
    assert "NAME=VALUE" in dayside("boundaries", "earth.magnetopause.shue1998", "--wind", "8").err


def test_events_get_the_geometry_of_epn_tap(dayside, tmp_path):
    events = tmp_path / "mine.csv"
    events.write_text("start,stop\n2018-06-11T00:00:00Z,2018-06-12T00:00:00Z\n")
    out = tmp_path / "found.vot"
    done = dayside("geometry", str(events), "ephemeris/moon@earth", "-o", str(out))
    assert done.code == 0, done.err
    table = out.read_text()
    assert 'ucd="pos.cartesian.x;stat.min"' in table
    assert 'name="sun_distance_max"' in table
    wrong = dayside("geometry", str(events), "ephemeris/mars@sun")
    assert "is about the Sun" in wrong.err
