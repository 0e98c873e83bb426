"""The frames and the bodies as a SPICE text kernel, for who works with SPICE.

It holds what SPICE can express of the registry: all but the frames of the Earth's dipole of date
and those which depend on an observer. Loaded beside leap seconds and a planetary ephemeris,
``pxform`` gives what `dayside.science.frames` gives, to 1e-9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dayside.model.frame import (
    BodyFixed,
    Constant,
    DipoleNorth,
    Direction,
    Frame,
    Inertial,
    OfDate,
    OfKernel,
    PositionOf,
    TwoVector,
    VelocityOf,
)
from dayside.science.bodies import Body, bodies, find_body
from dayside.science.frames.registry import depends_on_observer, frames
from dayside.science.frames.rotation import Rotation, rotations
from dayside.science.frames.sky import seen_from

Value = str | float | int | Iterable[float]

FIRST_ID = 1_480_000
"""Numbers from here on; NAIF leaves 1400000 to 2000000 to others."""

BUILT_IN = frozenset({"J2000", "ECLIPJ2000"})
_PER_LINE = 3


def text() -> str:
    """Return the kernel.

    Examples
    --------
    >>> print(text().splitlines()[0])
    KPL/FK
    """
    parts = [_HEAD, "\\begindata\n"]
    for body in bodies().values():
        parts += [_line(name, value) for name, value in _constants(body)]
    parts += [_line(name, value) for name, value in _angles()]
    for number, frame in enumerate(expressible()):
        parts.append("\n")
        parts += [_line(name, value) for name, value in _frame(frame, FIRST_ID + number)]
    return "".join([*parts, "\n\\begintext\n"])


def expressible() -> list[Frame]:
    """Return the frames that the kernel defines, in the order of the registry."""
    found = []
    for frame in frames().values():
        built_in = frame.name in BUILT_IN or isinstance(frame.axes, BodyFixed)
        if not built_in and not depends_on_observer(frame) and _can_be(frame):
            found.append(frame)
    return found


def _can_be(frame: Frame) -> bool:
    match frame.axes:
        case TwoVector(along=along, near=near):
            return not any(isinstance(d, DipoleNorth) for d in (along, near))
        case OfKernel(name):
            return name != frame.name
        case _:
            return True


def _frame(frame: Frame, number: int) -> Iterator[tuple[str, Value]]:
    yield f"FRAME_{frame.name}", number
    of = f"FRAME_{number}"
    yield f"{of}_NAME", frame.name
    yield f"{of}_CLASS_ID", number
    center = find_body(frame.center)
    yield f"{of}_CENTER", center.id if center else 0
    match frame.axes:
        case Inertial(tilt):
            yield from _same_as("ECLIPJ2000" if tilt else "J2000", number)
        case OfKernel(name):
            yield from _same_as(name, number)
        case OfDate() as axes if frame.center != "earth":  # SPICE wants the Earth for these
            yield from _same_as(_of_earth(axes), number)
        case OfDate(plane):
            family = {"ecliptic": "MEAN_ECLIPTIC", "equator": "MEAN_EQUATOR"}[plane]
            yield from _dynamic(number, f"{family}_AND_EQUINOX_OF_DATE")
            yield f"{of}_PREC_MODEL", "EARTH_IAU_1976"
            yield f"{of}_OBLIQ_MODEL", "EARTH_IAU_1980"
            yield f"{of}_ROTATION_STATE", "ROTATING"
        case TwoVector(primary, along, secondary, near):
            yield from _dynamic(number, "TWO-VECTOR")
            yield from _vector(f"{of}_PRI", primary, along)
            yield from _vector(f"{of}_SEC", secondary, near)


def _of_earth(axes: OfDate) -> str:
    return next(f.name for f in frames().values() if f.axes == axes and f.center == "earth")


def _dynamic(number: int, family: str) -> Iterator[tuple[str, Value]]:
    of = f"FRAME_{number}"
    yield f"{of}_CLASS", 5
    yield f"{of}_RELATIVE", "J2000"
    yield f"{of}_DEF_STYLE", "PARAMETERIZED"
    yield f"{of}_FAMILY", family


def _same_as(name: str, number: int) -> Iterator[tuple[str, Value]]:
    yield f"FRAME_{number}_CLASS", 4
    yield f"TKFRAME_{number}_RELATIVE", name
    yield f"TKFRAME_{number}_SPEC", "MATRIX"
    yield f"TKFRAME_{number}_MATRIX", [1, 0, 0, 0, 1, 0, 0, 0, 1]


def _vector(of: str, axis: str, direction: Direction) -> Iterator[tuple[str, Value]]:
    yield f"{of}_AXIS", axis if axis[0] == "-" else axis[1]
    match direction:
        case Constant(frame, x, y, z):
            yield f"{of}_VECTOR_DEF", "CONSTANT"
            yield f"{of}_FRAME", frame
            yield f"{of}_SPEC", "RECTANGULAR"
            yield f"{of}_VECTOR", [x, y, z]
        case PositionOf(target, origin) | VelocityOf(target, origin):
            moves = isinstance(direction, VelocityOf)
            yield f"{of}_VECTOR_DEF", f"OBSERVER_TARGET_{'VELOCITY' if moves else 'POSITION'}"
            yield f"{of}_OBSERVER", seen_from(target, origin)[1]
            yield f"{of}_TARGET", seen_from(target, origin)[0]
            yield f"{of}_ABCORR", "NONE"
            if moves:
                yield f"{of}_FRAME", "J2000"


def _constants(body: Body) -> Iterator[tuple[str, Value]]:
    if body.radii_km:
        yield f"BODY{body.id}_RADII", body.radii_km
    if body.gm_km3_s2:
        yield f"BODY{body.id}_GM", [body.gm_km3_s2]
    rotation = rotations().get(body.key)
    if rotation:
        yield from _rotation(body.id, rotation)


def _rotation(number: int, rotation: Rotation) -> Iterator[tuple[str, Value]]:
    terms = {
        "POLE_RA": (rotation.right_ascension, "right_ascension", "NUT_PREC_RA"),
        "POLE_DEC": (rotation.declination, "declination", "NUT_PREC_DEC"),
        "PM": (rotation.meridian, "meridian", "NUT_PREC_PM"),
    }
    last = max((term.number for term in rotation.periodic), default=0)
    for name, (polynomial, part, periodic) in terms.items():
        yield f"BODY{number}_{name}", [*polynomial, *[0.0] * (3 - len(polynomial))]
        if last:
            amplitudes = [0.0] * last
            for term in rotation.periodic:
                amplitudes[term.number - 1] = getattr(term, part)
            yield f"BODY{number}_{periodic}", amplitudes


def _angles() -> Iterator[tuple[str, Value]]:
    systems: dict[int, Rotation] = {}
    table: Mapping[str, Rotation] = rotations()
    for key, rotation in table.items():
        if rotation.angles:
            systems[bodies()[key].system if key != "moon" else 3] = rotation
    for system, rotation in sorted(systems.items()):
        terms = max(len(angle) for angle in rotation.angles)
        yield f"BODY{system}_MAX_PHASE_DEGREE", terms - 1
        padded = [[*angle, *[0.0] * (terms - len(angle))] for angle in rotation.angles]
        yield f"BODY{system}_NUT_PREC_ANGLES", [part for angle in padded for part in angle]


def _line(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"{name} = '{value}'\n"
    if isinstance(value, int):
        return f"{name} = {value}\n"
    numbers = [repr(float(number)) for number in value]  # type: ignore[union-attr]
    rows = [
        " ".join(numbers[begin : begin + _PER_LINE]) for begin in range(0, len(numbers), _PER_LINE)
    ]
    return f"{name} = (\n  " + "\n  ".join(rows) + "\n)\n"


_HEAD = """KPL/FK

Frames and bodies of Dayside. Frames: see `dayside frames`, which tells the definition and the
source of each. Bodies: Archinal et al. 2018, doi:10.1007/s10569-017-9805-5; gravitational
parameters of JPL's DE440 and satellite ephemerides.

"""
