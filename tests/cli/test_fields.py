"""Field models and their lines on the command line."""

import json

import pytest


def test_the_models_are_listed(dayside):
    told = dayside("fields", "list", "--body", "Jupiter")
    assert told.code == 0
    assert "jupiter.jrm33" in told.out
    assert "Connerney et al. 2022" in told.out
    assert "jupiter.o4 ?" in told.out
    assert "saturn" not in told.out


def test_all_is_told_of_a_model(dayside):
    told = dayside("fields", "show", "t96")
    assert told.code == 0
    assert "10.1029/94JA03193" in told.out
    assert "pdyn=" in told.out
    record = json.loads(dayside("fields", "show", "o4", "--json").out)
    assert record["verified"] is False
    assert "h22" in record["doubt"]
    assert record["options"]["degree"]["high"] == 3


def test_a_field_is_evaluated(dayside):
    told = dayside("fields", "evaluate", "saturn.cassini11(degree=1)", "--at", "0,0,-1", "--json")
    assert json.loads(told.out) == [{"position_rp": [0, 0, -1], "field_nT": [0, 0, 42280.4]}]
    shown = dayside("fields", "evaluate", "igrf", "--at=-1,0,0", "--time", "2020-01-01")
    assert shown.code == 0
    assert "|B| nT" in shown.out


def test_positions_may_be_in_another_frame(dayside):
    words = "--at", "6,0,0", "--time", "2016-08-27", "--json"
    turned = json.loads(dayside("fields", "evaluate", "jrm33", *words, "--frame", "JSO").out)
    as_is = json.loads(dayside("fields", "evaluate", "jrm33", *words).out)
    assert turned[0]["field_nT"] != pytest.approx(as_is[0]["field_nT"], rel=0.1)
    refused = dayside("fields", "evaluate", "jrm33", *words, "--frame", "JSOO")
    assert "Did you mean JSO" in refused.err


def test_lines_are_traced_and_drawn(dayside, tmp_path):
    told = dayside("trace", "dipole", "--seed", "4,0,0", "--seed", "0,0,2", "-o", "lines.png")
    assert told.code == 0
    assert told.lines[1].split()[:4] == ["4,0,0", "closed", "4", "9.004"]
    assert told.lines[2].split()[:2] == ["0,0,2", "open"]
    assert (tmp_path / "lines.png").read_bytes().startswith(b"\x89PNG")
    lines = json.loads(dayside("trace", "dipole", "--seed", "4,0,0", "--json").out)
    assert lines[0]["footpoints_deg"][0] == pytest.approx([0, 60])
    assert lines[0]["points_rp"][0] == pytest.approx([0.5, 0, 3**0.5 / 2])


def test_coefficients_are_fitted_to_datasets(dayside, tmp_path):
    import numpy as np

    import dayside as package

    rng = np.random.default_rng(4)
    for name, uniform in (("g1", [1.0, 2.0, 3.0]), ("g2", [-5.0, 0.0, 9.0])):
        p = rng.normal(size=(200, 3)) * 2
        b = package.field("ganymede.weber2022", p) + uniform
        rows = [
            f"2016-09-01T00:{i // 60:02d}:{i % 60:02d}Z," + ",".join(map(repr, (*x, *y)))
            for i, (x, y) in enumerate(zip((p * 2631.2).tolist(), b.tolist(), strict=True))
        ]
        head = "time,X [km],Y [km],Z [km],Bx [nT],By [nT],Bz [nT]"
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")
        (tmp_path / f"{name}.toml").write_text(
            '[dataset]\ntarget = "Ganymede"\n'
            '[parameters.position]\ncolumns = ["X", "Y", "Z"]\n'
            '[parameters.B]\ncolumns = ["Bx", "By", "Bz"]\n'
        )
        done = dayside("ingest", f"{name}.csv", "--dataset", name, "--describe", f"{name}.toml")
        assert done.code == 0, done.err
    told = dayside("fields", "fit", "g1", "g2", "--within", "5")
    assert told.code == 0, told.err
    assert "-716.40" in told.out
    assert "uniform 2 g2: -5.00" in told.out
    record = json.loads(dayside("fields", "fit", "g1", "g2", "--degree", "2", "--json").out)
    assert record["coefficients_nt"]["g21"] == pytest.approx(0, abs=1e-6)
    assert record["samples"] == 400
    # A model along the trajectory is a dataset like any other.
    formula = 'g2.B - field_model(g2.position, "ganymede.weber2022")'
    assert dayside("formulas", "save", "left", formula, "--public").code == 0
    shown = dayside("export", "formulas/left", "--format", "csv")
    assert shown.code == 0, shown.err
    values = [line.split(",")[1:] for line in shown.lines if line.startswith("2016")]
    np.testing.assert_allclose(np.array(values, float), [[-5, 0, 9]] * 200, atol=1e-6)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fields", "show", "jrm34"), "Did you mean jrm33"),
        (("fields", "list", "--body", "jupitre"), "Did you mean Jupiter"),
        (("fields", "evaluate", "igrf", "--at", "1,0,0"), "give the times"),
        (("fields", "evaluate", "jrm33", "--at", "1,0"), "write three numbers"),
        (("trace", "jrm33", "--seed", "2,0,0", "--far", "0.5"), "the second is the larger"),
        (("trace", "jrm33", "--seed", "2,0,0", "-o", "x.gif"), "ends in .png"),
    ],
)
def test_what_cannot_be_gets_a_sentence(dayside, words, told):
    done = dayside(*words)
    assert done.code != 0
    assert told in done.err
    assert "Traceback" not in done.err


def test_the_doctor_looks_at_the_packages_of_models(dayside):
    told = dayside("doctor").out
    assert "geopack 1.0.11" in told
    assert "mercury_magnetosphere" in told
