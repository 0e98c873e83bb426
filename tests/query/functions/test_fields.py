"""Field models in formulas: "measured minus model"."""

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import OPERATOR, Dataset, Parameter, Series, time
from dayside.model.errors import BadFormula
from dayside.science.fields import registry
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values
from dayside.services.fields import InFrame, traced
from dayside.services.fields import evaluate as evaluate_model
from dayside.sources.ephemeris import EphemerisSource
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-08-27T12:00")
STEP = 60 * time.NS
UNIFORM = [3.0, -2.0, 1.0]


def vector(name, units, frame):
    return Parameter(name, "float64", units, (3,), frame=frame, components=("x", "y", "z"))


def orbit(name, body, model, frame, unit_km, units="km", step=STEP):
    """A pass over the poles, with what a model has there and a uniform field."""
    angle = np.linspace(0, 2 * np.pi, 20)
    position = np.stack([2 * np.cos(angle), 0.3 + 0 * angle, 3 * np.sin(angle)], axis=1)
    position[4] = np.nan
    ticks = T0 + step * np.arange(20)
    chosen = registry.model(model)
    field = chosen.field(position, ticks if chosen.about.needs_time else None) + UNIFORM
    parameters = (vector("position", units, frame), vector("B", "nT", frame))
    dataset = Dataset(name, parameters, cadence_ns=step, start=T0, stop=T0 + 20 * step, target=body)
    return Series(dataset, ticks, {"position": position * unit_km, "B": field})


@pytest.fixture
def value():
    held = [
        orbit("juno", "Jupiter", "jrm33", "SYSTEM_3", 71492.0),
        orbit("galileo", "Ganymede", "kivelson2002", "IAU_GANYMEDE", 1.0, "R_G"),
        orbit("swarm", "Earth", "igrf", "GEO", 6371.2),
        orbit("fine", "Jupiter", "jrm09", "IAU_JUPITER", 71492.0, step=time.NS),
        orbit("mso", "Mars", "jrm09", "MSO", 1.0),
        orbit("vso", "Venus", "jrm09", "VSO", 1.0),
    ]
    door = Door([MemorySource(held)])

    def evaluate(formula):
        request = FormulaRequest(formula, T0, T0 + 20 * STEP)
        return values(door, request, OPERATOR).series()

    return evaluate


@pytest.mark.parametrize(
    ("dataset", "model"),
    [("juno", "jupiter.jrm33"), ("galileo", "ganymede.kivelson2002"), ("swarm", "earth.igrf14")],
)
def test_measured_minus_model_is_what_is_left(value, dataset, model):
    found = value(f'{dataset}.B - field_model({dataset}.position, "{model}")')
    left = found.values["value"]
    assert found.dataset.parameters[0].units == "nT"
    assert np.isnan(left[4]).all()
    np.testing.assert_allclose(np.delete(left, 4, axis=0), np.tile(UNIFORM, (19, 1)), atol=1e-6)


def test_the_field_has_the_frame_of_the_positions(value):
    told = value('field_model(juno.position, "jrm33 + con2020")').dataset.parameters[0]
    assert (told.frame, told.units, told.shape) == ("SYSTEM_3", "nT", (3,))


def test_lines_are_those_of_a_trace(value):
    import dayside

    position = value("juno.position").values["value"] / 71492.0
    lines = dayside.trace("jrm33", position)
    found = value('l_shell(juno.position, "jrm33")').values["value"]
    np.testing.assert_allclose(found, lines.l_shell, rtol=1e-4)
    north = value('north_footpoint(juno.position, "jrm33")').values["value"]
    south = value('south_footpoint(juno.position, "jrm33")').values["value"]
    for row, line in enumerate(lines):
        if line.kind == "closed":
            feet = lines.footpoints_deg[row]
            np.testing.assert_allclose([north[row], south[row]], feet, atol=1e-3)
            assert north[row, 1] > 0 > south[row, 1]
    assert (lines.kind == "closed").any()


def test_positions_on_one_line_are_near_each_other(value):
    same = value('footpoint_distance(juno.position, juno.position, "jrm33")').values["value"]
    np.testing.assert_allclose(same[~np.isnan(same)], 0, atol=1e-9)
    assert np.isnan(same[4])
    apart = 'footpoint_distance(juno.position, -juno.position, "jrm33")'
    assert np.nanmin(value(apart).values["value"]) > 10


def test_positions_in_another_frame_are_turned_and_the_field_back(tmp_path):
    with Archive.open(tmp_path / "archive") as archive:
        held = orbit("juno", "Jupiter", "jrm33", "JSO", 71492.0)
        kernels = EphemerisSource(archive)
        door = Door([MemorySource([held]), kernels])

        def value(formula):
            return values(door, FormulaRequest(formula, T0, T0 + 20 * STEP), OPERATOR).series()

        found = value('field_model(juno.position, "jrm33")')
        lines = value('north_footpoint(juno.position, "jrm33")').values["value"]
        position, frame = held.values["position"] / 71492.0, InFrame("JSO", door, OPERATOR)
        expected = evaluate_model("jrm33", position, held.time, frame)
        feet = traced("jrm33", position, held.time, frame=frame).footpoints_deg[:, 0]
        kernels.close()
    assert found.dataset["value"].frame == "JSO"
    np.testing.assert_allclose(found.values["value"], expected, rtol=1e-9)
    np.testing.assert_allclose(lines, feet, atol=1e-3)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ('field_model(mso.position, "jrm09")', "and not of jupiter: write which"),
        ('field_model(vso.position, "jrm09")', "vso.position is in VSO about venus"),
        ('field_model(juno.position, "jrm34")', "Did you mean jrm33"),
        ('field_model(juno.B, "jrm33")', "which is no length"),
        ('field_model(juno.position, "dipole")', "dipole is of no body"),
        ('l_shell(fine.position, "jrm09")', "at least 10 s apart"),
        ("field_model(juno.position, 33)", "must be a text"),
    ],
)
def test_what_cannot_be_gets_a_sentence(value, formula, told):
    with pytest.raises(BadFormula) as raised:
        value(formula)
    assert told in str(raised.value)
