"""Formulas that are saved from the command line are datasets of every other command."""

from __future__ import annotations


def test_a_formula_is_saved_listed_read_and_removed(filled):
    done = filled("formulas", "save", "twice", "orbit.bx * 2")
    assert done.code == 0
    assert "formulas/twice, version 1; private" in done.err + done.out
    assert "orbit.bx * 2" in filled("formulas", "list").out
    shown = filled("export", "formulas/twice", "--stop", "2016-09-01T00:00:02")
    assert shown.lines[-2:] == ["2016-09-01T00:00:00.000Z,3", "2016-09-01T00:00:01.000Z,2.5"]
    told = filled("formulas", "save", "twice", "orbit.bx * 3", "--public")
    assert "version 2\n" in told.err + told.out
    assert filled("formulas", "remove", "twice").code == 0
    assert filled("export", "formulas/twice").code == 4


def test_an_expression_of_amda_is_translated(filled):
    assert filled("formulas", "from-amda", "b(0) < -5", "b=orbit.B").lines[-1:] == [
        "orbit.B[0] < -5 * nT"
    ]
    assert "NAME=PARAMETER" in filled("formulas", "from-amda", "b < 1", "b").err
