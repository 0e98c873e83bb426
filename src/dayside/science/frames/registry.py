"""The registry of frames: `frames.toml` read, names resolved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from dayside.model.errors import BadRequest, NotFound, nearest
from dayside.model.frame import OBSERVER, Axes, Frame, OfKernel
from dayside.science import bodies
from dayside.science.frames.definitions import axes_of, filled, observed_by


@cache
def frames() -> Mapping[str, Frame]:
    """Return all frames by name, in the order of the registry.

    Examples
    --------
    >>> frames()["MSO"].title, frames()["HEEQ"].center
    ('Mars solar orbital', 'sun')
    """
    text = files(__package__).joinpath("frames.toml").read_text("utf-8")
    table = tomllib.loads(text)
    found = {}
    for family in table["family"]:
        for frame in _members(family, table["references"]):
            found[frame.name] = frame
    return MappingProxyType(found)


def resolve(name: str, body: str | None = None) -> Frame:
    """Return the frame of a name.

    Parameters
    ----------
    name : str
        As in the registry, or an alias, in any case. ``RTN@juno`` names the observer of a
        frame that depends on one, ``MSO@mercury`` the body where a name has several, and
        ``J2000@mars`` another centre for the same axes.
    body : str, optional
        What the data are about: decides between frames of one name.

    Raises
    ------
    NotFound
        If there is no such frame; the nearest name is told.
    BadRequest
        If the name has several frames, or needs an observer.

    Examples
    --------
    >>> resolve("MSO").center, resolve("MSO", body="mercury").name, resolve("rtn@juno").name
    ('mars', 'MESO', 'RTN@juno')
    """
    plain, _, who = name.strip().partition("@")
    who = who.strip()
    candidates = _named().get(_folded(plain), ())
    if not candidates:
        raise NotFound(
            f"There is no frame {plain!r}.{nearest(plain, names())} "
            "`dayside frames` lists all that there are; kernels may bring others."
        )
    chosen = _chosen(plain, candidates, who or body or "")
    if depends_on_observer(chosen):
        if not who:
            raise BadRequest(
                f"{chosen.name} depends on who observes: write {chosen.name}@ and a spacecraft or "
                f"body, such as {chosen.name}@juno."
            )
        return _observed(chosen, who)
    if who and _key(who) != chosen.center:
        return replace(chosen, name=f"{chosen.name}@{_key(who)}", center=_key(who))
    return chosen


def of_kernel(name: str, center: str) -> Frame:
    """Return a frame that only kernels know."""
    return Frame(name, f"{name}, as kernels define it", OfKernel(name), center, "As in kernels.")


def names() -> tuple[str, ...]:
    """Return all names and aliases."""
    return tuple(dict.fromkeys(n for f in frames().values() for n in (f.name, *f.aliases)))


def depends_on_observer(frame: Frame) -> bool:
    """Tell whether a frame is one for each observer."""
    return OBSERVER in repr(frame.axes) or frame.center == OBSERVER


def _chosen(name: str, candidates: tuple[Frame, ...], who: str) -> Frame:
    if len(candidates) == 1:
        return candidates[0]
    about = [f for f in candidates if f.center == _key(who)] if who else []
    if about:
        return about[0]
    own = [f for f in candidates if _folded(f.name) == _folded(name)]
    if own and not who:
        return own[0]
    several = " or ".join(f"{f.name} (of {f.center})" for f in candidates)
    told = f" and not of {who}" if who else ""
    raise BadRequest(f"{name!r} is {several}{told}: write which.")


def _observed(frame: Frame, who: str) -> Frame:
    who = _key(who)
    center = who if frame.center == OBSERVER else frame.center
    return replace(
        frame,
        name=f"{frame.name}@{who}",
        axes=observed_by(frame.axes, who),
        center=center,
        definition=frame.definition.replace("the observer", who),
    )


def _key(who: str) -> str:
    """Return the name of a body as ids have it; another name in lower case."""
    known = bodies.find_body(who)
    return known.key if known else who.strip().lower()


@cache
def _named() -> Mapping[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for frame in frames().values():
        for name in dict.fromkeys(map(_folded, (frame.name, *frame.aliases))):
            found[name] = (*found.get(name, ()), frame)
    return found


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")


def _members(family: dict[str, Any], references: dict[str, str]) -> Iterator[Frame]:
    common = {key: value for key, value in family.items() if key != "members"}
    for member in family["members"]:
        entry = filled(common | member)
        axes: Axes = axes_of(entry)
        yield Frame(
            name=entry["name"],
            title=entry["title"],
            axes=axes,
            center=entry.get("center") or entry["body"],
            definition=entry["definition"],
            offset_km=tuple(entry.get("offset_km", (0.0, 0.0, 0.0))),
            aliases=tuple(entry.get("aliases", ())),
            reference=references[entry["reference"]],
            valid=tuple(entry.get("valid", ())),
            verified=entry.get("verified", True),
            doubt=entry.get("doubt", ""),
        )
