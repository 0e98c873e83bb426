"""The process in which one set of kernels is loaded: SPICE knows one pool a process.

It reads pickled questions from its standard input and writes pickled answers to its standard
output, each after its length in eight bytes. Only `dayside.sources.ephemeris.process` starts it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any, BinaryIO

import numpy as np
import spiceypy
from spiceypy.cyice import cyice
from spiceypy.utils.exceptions import SpiceyError

from dayside.sources.ephemeris import inspect
from dayside.sources.ephemeris.windows import Links, segments, within

# Below this many times a gap is looked for one by one.
FEW = 64


def states(target: str, observer: str, et_s: Any) -> Any:
    """Return states in J2000, NaN where no kernel has them, and why."""
    try:
        target_id, observer_id = _number(target), _number(observer)
    except SpiceyError:
        return np.full((len(et_s), 6), np.nan), f"no kernel knows {target} or {observer}"

    def ask(times: Any) -> Any:
        return cyice.spkgeo_v(target_id, times, "J2000", observer_id)[0]

    known = within(_links().when(target_id, observer_id), et_s)
    out = np.full((len(et_s), 6), np.nan)
    names = inspect.body_name(target_id), inspect.body_name(observer_id)
    reason = "" if known.all() else "no kernel has {} about {} at all these times".format(*names)
    if known.any():
        out[known], damage = _gaps_kept(ask, np.ascontiguousarray(et_s[known]), (6,))
        reason = damage or reason
    return out, reason


def when(target: str, observer: str) -> Any:
    """Return from when to when the position of a body about another is known."""
    try:
        return _links().when(_number(target), _number(observer))
    except SpiceyError:
        return np.empty((0, 2))


@cache
def _links() -> Links:
    """Return what the loaded kernels tell of what: they never change in this process."""
    files = [spiceypy.kdata(at, "SPK")[0] for at in range(spiceypy.ktotal("SPK"))]
    return Links([segment for file in files for segment in segments(file)])


def orientations(frame: str, et_s: Any) -> Any:
    """Return rotations from J2000, NaN where no kernel has them, and why."""

    def ask(times: Any) -> Any:
        return cyice.pxform_v("J2000", frame, times)

    return _gaps_kept(ask, np.ascontiguousarray(et_s, np.float64), (3, 3))


def body(name: str) -> tuple[int, str] | None:
    """Return number and name of a body as SPICE knows it; None if it does not."""
    try:
        number = _number(name)
    except SpiceyError:
        return None
    return number, inspect.body_name(number)


def frame(name: str) -> str | None:
    """Return the centre of a frame that kernels define; None if none does."""
    number = spiceypy.namfrm(name)
    if not number:
        return None
    return inspect.body_name(spiceypy.frinfo(number)[0])


def _number(name: str) -> int:
    """Return NAIF's number of a body; ids have underscores where SPICE's names have spaces."""
    try:
        return int(spiceypy.bods2c(name))
    except SpiceyError:
        return int(spiceypy.bods2c(name.replace("_", " ")))


def _gaps_kept(ask: Callable[[Any], Any], et_s: Any, shape: tuple[int, ...]) -> Any:
    out = np.full((len(et_s), *shape), np.nan)
    reason = ""
    todo = [(0, len(et_s))]
    while todo:
        low, high = todo.pop()
        if low == high:
            continue
        try:
            out[low:high] = ask(et_s[low:high])
        except SpiceyError as error:
            reason = reason or _told(error)
            if high - low == 1:
                continue
            if high - low > FEW and _ends_fail(ask, et_s, low, high):
                continue  # a gap from end to end: not looked through time by time
            middle = (low + high) // 2
            todo += [(low, middle), (middle, high)]
    return out, reason


def _ends_fail(ask: Callable[[Any], Any], et_s: Any, low: int, high: int) -> bool:
    """Tell whether nothing is known at some times spread evenly over a stretch."""
    for at in np.linspace(low, high - 1, FEW).astype(int):
        try:
            ask(et_s[at : at + 1])
        except SpiceyError:
            continue
        return False
    return True


def _told(error: SpiceyError) -> str:
    """Return what SPICE says, without its frame of signs."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not line.startswith(("=", "Toolkit", "SPICE("))]
    return said[0] if said else "SPICE does not say why"


_ANSWERS: dict[str, Callable[..., Any]] = {
    "states": states,
    "orientations": orientations,
    "when": when,
    "body": body,
    "frame": frame,
    "describe": inspect.describe,
    "files_of": inspect.files_of,
}


def main() -> None:
    """Answer until the questions end."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever SPICE prints must not stand among the answers
    _send(answers, _loaded(_read(questions)))
    while (asked := _read(questions)) is not None:
        name, arguments = asked
        try:
            answer = "ok", _ANSWERS[name](*arguments)
        except SpiceyError as error:
            answer = "refused", _told(error)
        _send(answers, answer)


def _loaded(files: list[str]) -> tuple[str, Any]:
    for file in files:
        try:
            spiceypy.furnsh(file)
        except SpiceyError as error:
            return "refused", f"{os.path.basename(file)}: {_told(error)}"  # noqa: PTH119
    return "ok", None


def _read(stream: BinaryIO) -> Any:
    head = stream.read(8)
    if len(head) < 8:
        return None
    return pickle.loads(stream.read(int.from_bytes(head, "little")))  # noqa: S301 - our own process


def _send(stream: BinaryIO, answer: Any) -> None:
    data = pickle.dumps(answer, protocol=5)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


if __name__ == "__main__":
    main()
