"""Names of coordinate frames and of vector components in the free text of file labels.

Nothing is guessed: a text that names two frames names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Safe wherever they stand in a text.
_DISTINCT = frozenset((
    "GSE", "GSM", "GSEQ", "GEI", "GCI", "RTN", "HCI", "HEE", "HEEQ", "HAE", "HGI", "HGRTN",
    "MSO", "MSE", "VSO", "VSE", "KSO", "KSM", "KSMAG", "JSO", "JSM", "JSS", "SSO", "PSO", "TSO",
    "CSO", "TIIS", "URTN", "GPHIO", "CPHIO", "EPHIO", "IPHIO", "TPHIO", "ECLIPJ2000",
))  # fmt: skip
# Also words of everyday use (MAG is an instrument, SC a spacecraft): taken only where a
# frame is asked for.
_AMBIGUOUS = frozenset((
    "MAG", "SM", "SC", "GEO", "J2000", "SSE", "DM", "MSM", "NSM", "SRF", "SCF", "SSL", "DSL",
    "ISR2", "SR2", "FAC", "LMN", "SPACECRAFT",
))  # fmt: skip
_IAU = re.compile(r"IAU_[A-Z]+")
_WORD = re.compile(r"[^\W_]+")
# B_GSE, BGSEc, v_msox: a letter for the quantity before, one for the component after.
_GLUED = re.compile(rf"(?:[BVEJPRD]|POS|VEL)?({'|'.join(sorted(_DISTINCT))})(?:[XYZCRTN]|XYZ)?")

_COMPONENT = re.compile(r"(?:d?[bvejupr]|pos|vel|d)?([xyzrtn])")
_COMPONENT_WORDS = {
    "lat": "latitude",
    "latitude": "latitude",
    "lon": "longitude",
    "long": "longitude",
    "longitude": "longitude",
    "phi": "longitude",
    "theta": "colatitude",
    "colatitude": "colatitude",
    "radius": "r",
    "alt": "altitude",
    "altitude": "altitude",
}
_TRIADS = {
    ("x", "y", "z"): ("x", "y", "z"),
    ("x", "y"): ("x", "y"),
    # Radial, tangential and normal are axes of a Cartesian frame.
    ("r", "t", "n"): ("x", "y", "z"),
    ("r", "latitude", "longitude"): ("r", "latitude", "longitude"),
    ("r", "longitude", "latitude"): ("r", "longitude", "latitude"),
    ("r", "colatitude", "longitude"): ("r", "colatitude", "longitude"),
    ("longitude", "latitude", "altitude"): ("longitude", "latitude", "altitude"),
    ("latitude", "longitude", "altitude"): ("latitude", "longitude", "altitude"),
}


def frame_named(text: str) -> str | None:
    """Return the frame that a field meant for a frame names.

    Parameters
    ----------
    text : str
        Such as the value of ``COORDINATE_SYSTEM``.

    Examples
    --------
    >>> frame_named("GSE>Geocentric Solar Ecliptic"), frame_named("vector>gse_xyz")
    ('GSE', 'GSE')
    >>> frame_named("MAG"), frame_named("") is None
    ('MAG', True)
    >>> frame_named("aberrated MSM")
    'aberrated MSM'
    """
    for part in text.split(">"):
        found = _frames_in(part.upper(), _DISTINCT | _AMBIGUOUS)
        if len(found) == 1:
            # Turned by some degrees, it is another frame.
            turned = "aberrated " if "aberrated" in part.lower() else ""
            return turned + found.pop()
    first = text.split(">", maxsplit=1)[0].strip()
    return first if re.fullmatch(r"[A-Za-z][\w:-]{1,31}", first) else None


def frame_in(name: str, texts: Iterable[str]) -> str | None:
    """Return the one frame that free texts, or else the name of a parameter, tell.

    Parameters
    ----------
    name : str
        Name of the parameter.
    texts : iterable of str
        Labels and descriptions, the most telling first.

    Examples
    --------
    >>> frame_in("BGSEc", []), frame_in("v", ["Velocity in RTN coordinates"])
    ('GSE', 'RTN')
    >>> frame_in("rotation", ["Matrix from GSE to GSM"]) is None
    True
    """
    for text in texts:
        found = _frames_in(text, _DISTINCT)
        if found:
            return found.pop() if len(found) == 1 else None
    found = _frames_in(name.upper(), _DISTINCT)
    glued = (_GLUED.fullmatch(word.upper()) for word in _WORD.findall(name))
    found |= {match[1] for match in glued if match}
    return found.pop() if len(found) == 1 else None


def _frames_in(text: str, known: frozenset[str]) -> set[str]:
    return set(_IAU.findall(text)) | {word for word in _WORD.findall(text) if word in known}


def components_named(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the vector components that labels name, in HAPI's words, or nothing.

    Examples
    --------
    >>> components_named(["Bx (GSE)", "By (GSE)", "Bz (GSE)"])
    ('x', 'y', 'z')
    >>> components_named(["r", "lat", "lon"]), components_named(["H+", "He+", "O+"])
    (('r', 'latitude', 'longitude'), ())
    """
    return _TRIADS.get(tuple(_component(label) for label in labels), ())


def _component(label: str) -> str:
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", label.lower())
    for word in reversed(_WORD.findall(bare)):
        if word in _COMPONENT_WORDS:
            return _COMPONENT_WORDS[word]
        match = _COMPONENT.fullmatch(word)
        if match:
            return match[1]
    return ""
