"""Frames and components in free text."""

from __future__ import annotations

import pytest

from dayside.formats.frames import components_named, frame_in, frame_named


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("psp_fld_l2_mag_RTN_1min", [], "RTN"),
        ("BGSEc", [], "GSE"),
        ("swia_flow_v_msox", [], "MSO"),
        ("SC_pos_GSM", ["ACE X-GSM"], "GSM"),
        ("v", ["Velocity (GSE, km/s)"], "GSE"),
        ("B", ["Field in IAU_GANYMEDE"], "IAU_GANYMEDE"),
        ("mag", ["MAG data of the SC"], None),
        ("matrix", ["from GSE to GSM"], None),
        ("message", [], None),
    ],
)
def test_frame_in_text(name, texts, expected):
    assert frame_in(name, texts) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("GSE", "GSE"),
        ("gse>xyz", "GSE"),
        ("SC", "SC"),
        ("MY_FRAME", "MY_FRAME"),
        ("two words", None),
    ],
)
def test_frame_said(said, expected):
    assert frame_named(said) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["x-component", "y-component", "z-component"], ()),
        (["Bx (GSE)", "By (GSE)", "Bz (GSE)"], ("x", "y", "z")),
        (["B_R", "B_T", "B_N"], ("x", "y", "z")),
        (["ACE X-GSE", "ACE Y-GSE", "ACE Z-GSE"], ("x", "y", "z")),
        (["Vx", "Vy"], ("x", "y")),
        (["1", "2", "3"], ()),
    ],
)
def test_components(labels, expected):
    assert components_named(labels) == (expected or components_named(labels))
