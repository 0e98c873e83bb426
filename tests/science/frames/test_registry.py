"""Names of frames, and what they mean."""

from __future__ import annotations

import pytest

from dayside.model.errors import BadRequest, NotFound
from dayside.science.bodies import find_body
from dayside.science.frames.registry import depends_on_observer, frames, resolve

# What 3DView and TREPS offer, by family.
CDPP = """
J2000 ECLIPJ2000 HEE HEEQ HCI IAU_SUN MESO MEME MECLIP MESE MESEQ IAU_MERCURY VSO VME IAU_VENUS
GSE EME GSEQ ECLIPDATE MAG GSM SM IAU_EARTH LSE LME IAU_MOON MSO MME IAU_MARS PSE PME DSE DME
JSO JEME JECLIP JSM SYSTEM_3 IAU_JUPITER IPHIO EPHIO GPHIO CPHIO KSO KEME KECLIP KSM IAU_SATURN
KMIEME KMIECLIP MIIS KENEME KENECLIP ENIS KTEEME KTEECLIP TEIS KDIEME KDIECLIP DIIS KRHEME
KRHECLIP RHIS KTIEME KTIECLIP TIIS KHYEME KHYECLIP HYIS KIAEME KIAECLIP IAIS KPHEME KPHECLIP
PHIS KHEEME KHEECLIP HEIS KTLEME KTLECLIP TLIS UEME UECLIP USO IAU_URANUS NEME NECLIP NSO
IAU_NEPTUNE PEME PECLIP PSO IAU_PLUTO 67PCG_EME 67PCG_CSO LUTETIA_EME LUTETIA_CSO STEINS_EME
STEINS_CSO HALLEY_EME HALLEY_CSO GRIGGSKELL_EME GRIGGSKELL_CSO IAU_DIDYMOS DIDYMOS_EME
DIDYMOS_CSO
""".split()  # noqa: SIM905
OTHERS = """
GEO HAE RTN@juno KRTP@cassini SZS MSM SSE@helios SEQ@wind NEC@swarm JSS KSS USM NSM
""".split()  # noqa: SIM905


@pytest.mark.parametrize("name", [*CDPP, *OTHERS])
def test_the_fields_frames_are_there(name):
    frame = resolve(name)
    assert frame.definition
    assert frame.reference
    assert frame.center == "juno" or find_body(frame.center) or "@" in name


def test_3dview_has_106_of_them():
    assert len(set(CDPP)) == 106


def test_mso_is_of_the_body_that_data_are_about():
    assert resolve("MSO").center == "mars"
    assert resolve("MSO", body="Mercury").center == "mercury"
    assert resolve("mso@mercury").name == "MESO"
    with pytest.raises(BadRequest, match=r"MESO \(of mercury\) or MSO \(of mars\).*not of Jupiter"):
        resolve("MSO", body="Jupiter")


def test_who_observes_must_be_said():
    with pytest.raises(BadRequest, match="write RTN@ and a spacecraft"):
        resolve("RTN")


def test_axes_and_centre_are_two_things():
    there = resolve("J2000@mars")
    assert (there.axes, there.center) == (frames()["J2000"].axes, "mars")


def test_an_unknown_name_tells_the_nearest():
    with pytest.raises(NotFound, match="Did you mean HEEQ"):
        resolve("HEEQQ")


def test_every_frame_is_described():
    for frame in frames().values():
        assert "{" not in frame.title + frame.center.replace("{observer}", "")
        assert frame.title
        assert frame.name == frame.name.upper()
        if not depends_on_observer(frame):
            assert find_body(frame.center), frame.name
