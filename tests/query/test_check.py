"""Units, frames and shapes are checked before anything is read."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model import ANONYMOUS, OPERATOR, Dataset, Parameter
from dayside.model.errors import BadFormula, NotFound, UnknownDataset, UnknownParameter
from dayside.query.axes import DatasetAxis
from dayside.query.kinds import Kind
from dayside.query.result import described
from dayside.query.terms import Column
from dayside.services.evaluate import FormulaRequest, checked, values


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("norm(mag.B) < 5", r"in nT, but 5 is without unit\. Write 5\*nT\."),
        ("norm(mag.B) < 5*km", r"in nT, but 5 \* km is in km"),
        ("mag.B + ions.density", "in nT, but ions.density is in cm-3"),
        ("ions.density > 10", r"Write 10\*cm\*\*-3"),
        ("mag.raw < 5*nT", "of unknown unit.*as_unit"),
        ('as_unit(mag.raw, "R_M") > 2', r"in R_M, but 2 is without unit\. Write 2\*R_M\."),
        ('as_unit(mag.raw, "R_M") > 2*R_mars', r"in R_M, but 2 \* R_mars is in km"),
        ("mag.B + ions.velocity*nT/(km/s)", r'in MSO and .* in GSE.*to_frame'),
        ("dot(mag.B, ions.velocity)", "to_frame"),
        ("mag.B < ions.flux", "shapes differ|in nT"),
        ("mag.B and mag.flag > 1", "joins conditions"),
        ("norm(mag.B) < 5*nT & mag.flag > 1", "binds tighter"),
        ("mag.mode > 'a'", "only be compared with texts"),
        ("mag.mode + 1", "text, not a number"),
        ("exp(norm(mag.B))", "without unit"),
        ("norm(mag.B) < 5*nTT", "Did you mean nT"),
        ("ions.density * 1e999", "no finite number"),
        ("norm(ions.density)", "Cartesian vector"),
        ("norm(ions.flux)", "Cartesian vector"),
        ("norm()", "needs v"),
        ("norm(mag.B, mag.B)", "takes 1"),
        ("norm(w=mag.B)", "no argument w"),
        ("norm(mag.B, v=mag.B)", "given twice"),
        ("nrom(mag.B)", "Did you mean norm"),
        ("mag.B.q", "no component q; it has x, y, z"),
        ("mag.B[7]", "entries 0 to 2"),
        ("mag.B[0][0]", "nothing to choose"),
        ('ions.flux["1 nT":"2 nT"]', "energy are in eV"),
        ('ions.flux["1 MeV":"2 MeV"]', "no bin"),
        ('mag.B["1 eV":"2 eV"]', "no energies"),
        ("ions", "is a dataset; name one of its parameters: ions.density"),
        ("5*nT", "constant"),
        ("ions.density**ions.density", "raised to a constant|exponent"),
        ("ions.density**99", "at most 16"),
        ("2**10000*ions.density/ions.density", "no finite number"),
        ("ds(mag)", 'write ds'),
        ("to_unit(mag.B, 'km')", "must be in km"),
        ("to_unit(mag.B, 'parsnip')", "no unit"),
        ("shift(mag.B, '3')", "length of time"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(door, formula: str, said: str) -> None:
    with pytest.raises(BadFormula, match=said):
        checked(door, FormulaRequest(formula), OPERATOR)


def test_a_radius_of_one_body_alone_goes_with_other_lengths(door, value) -> None:
    less = value("as_unit(mag.raw, 'R_E') - 6371.2*km").values["value"]
    raw = value("mag.raw").values["value"]
    np.testing.assert_allclose(less, raw - 1, atol=1e-9)
    with pytest.raises(BadFormula, match="in R_M, but"):
        checked(door, FormulaRequest("as_unit(mag.raw, 'R_M') < 3*km"), OPERATOR)


def test_names_that_are_not_there_are_told_with_the_nearest(door) -> None:
    with pytest.raises(UnknownDataset, match=r"magg.*Did you mean mag"):
        checked(door, FormulaRequest("magg.B"), OPERATOR)
    with pytest.raises(UnknownParameter, match="it has B, flag"):
        checked(door, FormulaRequest("mag.C"), OPERATOR)
    with pytest.raises(NotFound, match="no event list"):
        checked(door, FormulaRequest("in_events('none')"), OPERATOR)


def test_private_inputs_are_hidden_and_make_the_result_private(door) -> None:
    request = FormulaRequest("ions.density > 1/cm**3")
    with pytest.raises(UnknownDataset):
        checked(door, request, ANONYMOUS)
    assert checked(door, request, OPERATOR).dataset.access == "private"
    assert checked(door, FormulaRequest("norm(mag.B)"), ANONYMOUS).dataset.access == "public"


@pytest.mark.parametrize(
    ("formula", "units", "shape"),
    [
        ("norm(mag.B)", "nT", ()),
        ("mag.B/norm(mag.B)", "", (3,)),
        ("ions.density*m_p*norm(ions.velocity)**2", "km**2.kg.s**-2.cm**-3", ()),
        ("to_unit(ions.density*m_p*norm(ions.velocity)**2, 'nPa')", "nPa", ()),
        ("sqrt(norm(mag.B)**2)", "nT", ()),
        ("mag.raw*2", None, ()),
        ("mag.raw*nT", None, ()),
        ("as_unit(mag.raw, 'nT') + norm(mag.B)", "nT", ()),
        ("ions.flux[2:5]", "eV**-1.s**-1.sr**-1.cm**-2", (3,)),
        ("angle(mag.B, mag.B)", "deg", ()),
    ],
)
def test_results_have_derived_units(door, formula: str, units: str | None, shape) -> None:
    (parameter,) = checked(door, FormulaRequest(formula), OPERATOR).dataset.parameters
    assert (parameter.units, parameter.shape) == (units, shape)


def test_a_vector_keeps_its_frame_and_a_spectrum_its_energies(door) -> None:
    (vector,) = checked(door, FormulaRequest("2*mag.B"), OPERATOR).dataset.parameters
    assert (vector.frame, vector.components) == ("MSO", ("x", "y", "z"))
    cut = checked(door, FormulaRequest('ions.flux["20 eV":"0.1 keV"]'), OPERATOR).dataset
    assert cut.parameters[0].bins[0].centers == (20.0, 40.0, 80.0)


def test_remote_datasets_and_file_columns_are_named(door, value) -> None:
    assert value('ds("far/W-1").speed').values["value"][0] == 350
    assert value('ds("far/W-1")').values["value"][0] == 350
    by_label, by_name, by_number = (
        value(f).values["value"] for f in ("mag.By", "mag.B.y", "mag.B[1]")
    )
    np.testing.assert_array_equal(by_label, by_name)
    np.testing.assert_array_equal(by_label, by_number)


def test_the_answer_says_where_it_comes_from(door) -> None:
    told = values(door, FormulaRequest("norm(mag.B)"), OPERATOR).dataset
    assert told.attributes["formula"] == "norm(mag.B)"
    assert told.attributes["inputs"] == ["mag"]
    assert told.target == "Mars"


def test_all_that_it_is_made_of_is_cited() -> None:
    dataset = Dataset("a", (Parameter("x", "float64", "nT"),), cadence_ns=1)
    inputs = [dataset.replace(citation=text) for text in ("Ann 2001", None, "Bob 2002", "Ann 2001")]
    told = described(Column("a", "x", Kind(), DatasetAxis("a", 1), "a.x"), "a.x", inputs)
    assert told.citation == "Ann 2001 · Bob 2002"
