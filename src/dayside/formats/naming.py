"""What a name says: of which dataset, which version, and which granule a file is.

Dates, times, days of year and versions are folded out of the name, so that the files
of one product share one name. So are the numbers of orbits, passes, flybys and sols, where
the word stands with the number: they count stretches of time. Modes and instruments stay.
What is then too long for an id is cut to its telling words.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import re
from pathlib import PurePath

from dayside.formats.compressed import plain_name

VersionKey = tuple[int, ...]

# A letter "v" alone with one digit counts at the end of the name only: V1 is a Voyager.
_VERSION = re.compile(
    r"(?:(?<=[_\-.])|(?<=\d))"
    r"(?:(?:version|ver|v)[_\-.]?(\d+(?:[._]\d+|-\d{1,2}(?!\d))*))?"
    r"(?:(?:(?<=\d)[_\-.]|(?<=[_\-.]))(?:rev|r)(\d+))?$"
)
_INNER_VERSION = re.compile(r"(?<=[_\-.])v(\d{2,}(?:\.\d+)*|\d+(?:\.\d+)+)(?=[_\-])")

_CLOCK = r"(?:[t_\-]?(?:[01]\d|2[0-4])(?:[\-:]?[0-5]\d(?:[\-:]?[0-6]\d(?:\.\d+)?)?)?z?)"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:19[5-9]\d|20\d\d|21\d\d)"
_DOY = r"(?:00[1-9]|0[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6])"
_MONTHS = "|".join(name.lower() for name in calendar.month_abbr[1:])
# Each alternative is one way to write a moment; the longest goes first.
_MOMENT = (
    rf"(?:{_YEAR}(?P<s>[\-_.]?){_MONTH}(?P=s){_DAY}{_CLOCK}?"
    rf"|{_YEAR}{_MONTH}{_DAY}(?:[01]\d|2[0-4])(?:[0-5]\d(?:[0-6]\d)?)?"
    rf"|{_YEAR}[\-_]?(?:{_MONTHS})[\-_]?{_DAY}"
    rf"|{_YEAR}[\-_]?{_DOY}(?:[\-_]{_DOY}(?!\d))?(?:t(?:[01]\d|2[0-4])(?:[0-5]\d){{0,2}})?"
    rf"|{_YEAR}[\-_]?{_MONTH}"
    rf"|{_YEAR}[\-_]?q[1-4]"
    rf"|{_YEAR}(?:[\-_]{_YEAR})?"
    r"|0{8}(?:0{6})?)"
)
# NOAA writes a letter before: s20200101000000_e20200101235959, d20200101.
_FOUR_DIGIT = re.compile(rf"(?:(?<=[_\-.])[sedpc])?(?<!\d){_MOMENT}(?!\d)")
# Two-digit years only with a whole, existing date behind them.
_TWO_DIGIT = re.compile(rf"(?<!\d)\d\d{_MONTH}{_DAY}(?!\d)")
# Stretches of time that a mission counts: days of a Mars lander, orbits, passes, flybys. A bare
# letter is an orbit only with as many digits as Mars orbiters write.
_COUNTED = re.compile(
    r"(?<![a-z0-9])(?:(?:orbit|orb|flyby|pass|sol)[_\-]?\d{1,6}|o\d{4,5})(?![a-z0-9])"
)
ID_LENGTH = 31
"""How long an id is that every client takes: what HAPI recommends."""
_MARK_LENGTH = 4
# What tells a data set of an agency least, in the order in which it is left out: who
# published it, its version, how it was processed, the list of all that a mission visited.
_LEAST_TELLING = (
    r"^urn_[a-z]+_[a-z]+_(?=[a-z])",
    r"_v\d+_\d+(?=_|$)",
    r"_[2-8]_(?:edr|rdr|cdr|ddr|adr|idr|refdr|summ|summary)(?=_)",
    r"(?:_[a-z]{1,2}){3,}(?=_)",
)
# The parts of a decimal number are one word.
_WORD = re.compile(r"\d+_\d+[a-z]*(?![^_])|[^_]+")
_CLOCK_TOKEN = re.compile(r"\0[_\-t](?:[01]\d|2[0-4])[0-5]\d(?:[0-6]\d)?(?!\d)")


def fold(name: str) -> tuple[str, VersionKey]:
    """Return the logical name of a file, and its version as a key that orders.

    Parameters
    ----------
    name : str
        File name or path.

    Returns
    -------
    tuple of (str, tuple of int)
        The name without dates and version, in lower case; the version, ``()`` where the
        name has none. Versions order as numbers: 10 is after 9.

    Examples
    --------
    >>> fold("messenger_20111227T1834_mag_1s.parquet")
    ('messenger_mag_1s', ())
    >>> fold("psp_fld_l2_mag_rtn_1min_20200104_v02.cdf")
    ('psp_fld_l2_mag_rtn_1min', (2,))
    """
    stem, version = _unversioned(name)
    folded = _FOUR_DIGIT.sub("\0", stem)
    while (clocked := _CLOCK_TOKEN.sub("\0", folded)) != folded:
        folded = clocked
    folded = _COUNTED.sub("\0", _TWO_DIGIT.sub("\0", folded))
    folded = re.sub(r"[_\-. ]*\0[_\-.\0 ]*", "_", folded)
    logical = re.sub(r"[^\w]+|_{2,}", "_", folded).strip("_")
    # Of a name that is nothing but a number, the word for what it counts is left.
    bare = _COUNTED.sub(lambda match: match.group().rstrip("0123456789_-"), stem)
    return logical or re.sub(r"\W+", "_", bare).strip("_"), version


def folded_id(text: str) -> str:
    """Return a stated id without the dates and the version of one file, where it has a date.

    Examples
    --------
    >>> folded_id("oe_f1m_dscovr_s20200101000000_e20200101235959_p20200102031122_pub")
    'oe_f1m_dscovr_pub'
    >>> folded_id("my_product_v2"), folded_id("ace.mfi")
    ('my_product_v2', 'ace.mfi')
    """
    bare = re.sub(r"\.(?:nc4?|cdf|h5)$", "", text, flags=re.IGNORECASE)
    # A suffix of its own, so that a dot within is none.
    return fold(f"{bare}.nc")[0] if _FOUR_DIGIT.search(_unversioned(f"{bare}.nc")[0]) else text


def brief(name: str) -> str:
    """Return an identifier in at most `ID_LENGTH` characters.

    One that is longer keeps its telling words, of a long row of them the first and the
    last, and gets a mark that tells it from others cut alike. The same name always gives
    the same id, so that a dataset is found by its long name too.

    Examples
    --------
    >>> brief("psp_fld_l2_mag_rtn_1min")
    'psp_fld_l2_mag_rtn_1min'
    >>> brief("vg2_n_mag_4_rdr_hgcoords_1_92sec_v1_0")
    'vg2_n_mag_hgcoords_1_92sec_5mnw'
    """
    # Every time axis is an epoch: what follows tells which.
    plain = re.sub(r"_epoch(?=_)", "", name) if len(name) > ID_LENGTH else name
    if len(plain) <= ID_LENGTH:
        return plain
    room = ID_LENGTH - _MARK_LENGTH - 1
    kept = plain
    for pattern in _LEAST_TELLING:
        if len(kept) > room:
            kept = re.sub(pattern, "", kept) or kept
    words = _WORD.findall(kept)
    while len("_".join(words)) > room and len(words) > 1:
        del words[len(words) // 2]
    digest = base64.b32encode(hashlib.sha256(name.encode()).digest()).decode().lower()
    return f"{'_'.join(words)[:room].strip('_')}_{digest[:_MARK_LENGTH]}"


def granule_key(name: str) -> str:
    """Return the file name without its version and compression: what a new issue replaces.

    Examples
    --------
    >>> granule_key("ac_h0_mfi_20200101_v02.cdf") == granule_key("AC_H0_MFI_20200101_V11.cdf")
    True
    """
    stem, _ = _unversioned(name)
    return stem + PurePath(plain_name(name)).suffix.lower()


def _unversioned(name: str) -> tuple[str, VersionKey]:
    path = PurePath(plain_name(name))
    stem = path.name[: -len(path.suffix)].lower() if _is_suffix(path) else path.name.lower()
    match = _VERSION.search(stem)
    if match is not None and match.group() and match.start() > 0:
        return _split(stem, match)
    match = _INNER_VERSION.search(stem)
    return _split(stem, match) if match is not None else (stem, ())


def _split(stem: str, match: re.Match[str]) -> tuple[str, VersionKey]:
    digits = re.findall(r"\d+", match.group())
    left, right = stem[: match.start()].rstrip("_-."), stem[match.end() :]
    return left + right, tuple(int(d) for d in digits)


def _is_suffix(path: PurePath) -> bool:
    """Tell a suffix (.cdf) from the end of a version (v1.0)."""
    return bool(path.suffix) and not path.suffix[1:].isdigit()
