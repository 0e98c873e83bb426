"""The sample archive: simulated datasets to try everything with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dayside.archive import Archive
    from dayside.science.sample.series import Block

Progress = Callable[[str, float], None]
"""Called with what is being made and the share that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A view worth opening first.

    Attributes
    ----------
    title, description : str
        For people.
    panels : tuple of (str, str)
        Dataset and parameter of each panel, from the top.
    start, stop : str
        UTC.
    """

    title: str
    description: str
    panels: tuple[tuple[str, str], ...]
    start: str
    stop: str


EXAMPLES = (
    ExampleView(
        "Through the bow shock of Mars",
        "Simulated: one orbit from the solar wind through bow shock, sheath and ionosphere.",
        (
            ("sim_mars_mag_1s", "B"),
            ("sim_mars_ion_spectrogram_12s", "energy_flux"),
            ("sim_mars_ions_4s", "density"),
            ("sim_mars_ions_4s", "velocity"),
        ),
        "2016-10-28T05:00:00Z",
        "2016-10-28T12:00:00Z",
    ),
    ExampleView(
        "A coronal mass ejection meets Mars",
        "Simulated: shock, sheath and magnetic cloud pass while the orbiter goes round.",
        (
            ("sim_mars_mag_1s", "B"),
            ("sim_mars_ion_spectrogram_12s", "energy_flux"),
            ("sim_mars_ions_4s", "velocity"),
        ),
        "2016-10-10T12:00:00Z",
        "2016-10-13T00:00:00Z",
    ),
    ExampleView(
        "Ten years of solar wind",
        "Simulated: a solar cycle of recurrent streams, sectors and ejections, minute by minute.",
        (
            ("sim_solar_wind_1min", "B"),
            ("sim_solar_wind_1min", "speed"),
            ("sim_solar_wind_1min", "density"),
        ),
        "2010-01-01T00:00:00Z",
        "2020-01-01T00:00:00Z",
    ),
)
"""What an empty workspace and the home page offer."""


def build(archive: Archive, progress: Progress | None = None) -> int:
    """Put the simulated datasets into an archive and return how many blocks were added.

    What is there already stays; after an interruption the rest is added. The same
    version of Dayside makes the same values each time.

    Parameters
    ----------
    archive : Archive
        Open for writing.
    progress : callable, optional
        Told before each block what is made and the share that is done.

    Raises
    ------
    ArchiveLocked
        If the archive cannot be written.

    Examples
    --------
    >>> from dayside.archive import Archive
    >>> with Archive.open("demo-archive") as archive:  # doctest: +SKIP
    ...     build(archive)
    15
    """
    from dayside.archive.writer import append
    from dayside.science.sample import series

    total = len(series.MARS_BLOCKS) + len(series.WIND_BLOCKS)
    kept = _kept(archive, {name for name, _ in (*series.MARS_BLOCKS, *series.WIND_BLOCKS)})
    added = 0
    for seen, block in enumerate(_blocks(kept)):
        if progress is not None:
            progress(block.series.dataset.title, seen / total)
        if (block.series.dataset.id, block.name) not in kept:
            append(archive, block.series, name=block.name)
            added += 1
    if progress is not None:
        progress("Simulated archive", 1.0)
    return added


def _blocks(kept: set[tuple[str, str]]) -> Iterator[Block]:
    """Yield the blocks of each part that is not all there: a part is made as a whole."""
    from dayside.science.sample import series

    lacks_mars, lacks_wind = (
        not kept.issuperset(names) for names in (series.MARS_BLOCKS, series.WIND_BLOCKS)
    )
    if not (lacks_mars or lacks_wind):
        return
    near_earth, at_mars = series.recurring()
    if lacks_mars:
        yield from series.mars(series.mission(at_mars))
    if lacks_wind:
        yield from series.solar_wind(near_earth)


def _kept(archive: Archive, ids: set[str]) -> set[tuple[str, str]]:
    present = ids & {d.id for d in archive.datasets()}
    return {(i, granule.name) for i in present for granule in archive.granules(i) if granule.live}
