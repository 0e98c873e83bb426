"""Models by what is written."""

import numpy as np
import pytest

from dayside.model.errors import BadRequest, NotFound
from dayside.science.fields import registry

AT = np.array([[2.0, -1.0, 0.5]])


@pytest.mark.parametrize("said", ["jrm33", "JRM33", "JRM-33", "Jupiter.JRM33", " jupiter.jrm33 "])
def test_a_model_is_found_by_how_people_write_it(said):
    assert registry.model(said).about.id == "jupiter.jrm33"


def test_a_sum_is_the_sum():
    both = registry.model("jrm33(degree=4) + jupiter.con2020")
    own, sheet = registry.model("jrm33(degree=4)"), registry.model("con2020")
    np.testing.assert_allclose(both.field(AT), own.field(AT) + sheet.field(AT))
    assert both.about.frame == "IAU_JUPITER"
    assert both.about.doi.split() == ["10.1029/2021JE007055", "10.1029/2020JA028138"]


def test_a_degree_cuts_the_coefficients():
    cut, whole = registry.model("jrm33(degree=1)"), registry.model("jrm33(degree=30)")
    assert registry.model("jrm33").field(AT).tolist() != whole.field(AT).tolist()
    assert np.abs(cut.field(AT) - whole.field(AT)).max() > 100


@pytest.mark.parametrize(
    ("said", "error", "told"),
    [
        ("jrm34", NotFound, "Did you mean jrm33"),
        ("jrm33(degre=3)", BadRequest, "has no option 'degre'; it has degree. Did you mean degree"),
        ("jrm33(degree=31)", BadRequest, "a whole number from 1 to 30, not '31'"),
        ("jrm33(degree=nan)", BadRequest, "a whole number from 1 to 30, not 'nan'"),
        ("jrm33(degree=2.5)", BadRequest, "a whole number from 1 to 30, not '2.5'"),
        (" + ".join(["o6"] * 9), BadRequest, "At most 8 models"),
        ("igrf14 + jrm33", BadRequest, "cannot be added"),
        ("holme1996", BadRequest, "uranus.holme1996 or neptune.holme1996"),
        ("jrm33(", BadRequest, "is no field model"),
        ("", BadRequest, "is no field model"),
        (33, BadRequest, "named by a text"),
    ],
)
def test_what_cannot_be_gets_a_sentence(said, error, told):
    with pytest.raises(error, match=told.replace("(", r"\(")):
        registry.model(said)


def test_a_missing_package_is_told_with_its_extra(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "con2020", None)
    with pytest.raises(BadRequest, match=r"pip install 'dayside\[fields\]'"):
        registry.model("jupiter.con2020")
