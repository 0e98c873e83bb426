"""What the sample's datasets say of themselves: that they are simulated, first of all."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from dayside.model import Bins, Dataset, Parameter
from dayside.model.time import NS
from dayside.science.sample import instruments

VERSION = "1.0"
"""Raised whenever the numbers change."""

_ORBITER = "Simulated Mars orbiter"
_XYZ = ("x", "y", "z")
_COMMON = (
    "Nothing in it was measured: it was computed from textbook formulas with a seeded random "
    "generator, to try Dayside with."
)


def _dataset(dataset_id: str, seconds: int, title: str, description: str, **more: Any) -> Dataset:
    return Dataset(
        id=dataset_id,
        title=f"Simulated: {title}",
        description=f"Simulated data. {description} {_COMMON}",
        cadence_ns=seconds * NS,
        simulated=True,
        version=VERSION,
        licence="CC0-1.0",
        citation=f"Simulated data, no measurement. Dayside sample archive, version {VERSION}.",
        attributes={"simulated": "yes", "generator": "dayside.science.sample"},
    ).replace(**more)


def _vector(
    name: str, units: str, frame: str, label: str, description: str, quality: str | None = None
) -> Parameter:
    return Parameter(
        name,
        "float32",
        units,
        (3,),
        frame=frame,
        components=_XYZ,
        labels=tuple(f"{name}{axis}" for axis in _XYZ),
        label=label,
        description=description,
        quality=quality,
    )


MAG = _dataset(
    "sim_mars_mag_1s",
    1,
    "magnetic field at Mars, 1 s",
    "Magnetic field along an elliptical orbit of 6.7 hours about Mars, through solar wind, bow "
    "shock (Edberg et al. 2008, scaled with dynamic pressure and Mach number, swinging by 2 %), "
    "magnetosheath, draped field, crustal fields and tail.",
    target="Mars",
    mission=_ORBITER,
    observatory=_ORBITER,
    instrument="Simulated magnetometer",
    measurement_type="MagneticField",
    region="Mars",
    parameters=(
        _vector("B", "nT", "MSO", "B", "Magnetic field, in steps of 1/128 nT."),
        _vector(
            "position", "km", "MSO", "Position", "Position from the centre of Mars (R_M 3389.5 km)."
        ),
    ),
)

IONS = _dataset(
    "sim_mars_ions_4s",
    instruments.MOMENTS_S,
    "ion moments at Mars, 4 s",
    "Density, velocity and temperature of all ions together, with the scatter that counting "
    "gives and its standard deviation.",
    target="Mars",
    mission=_ORBITER,
    observatory=_ORBITER,
    instrument="Simulated ion spectrometer",
    measurement_type="ThermalPlasma",
    region="Mars",
    parameters=(
        Parameter(
            "density",
            "float32",
            "cm-3",
            label="Ion density",
            description="Number density of all ions.",
            scale="log",
            uncertainty=("density_uncertainty",),
            quality="quality",
        ),
        Parameter(
            "density_uncertainty",
            "float32",
            "cm-3",
            label="Density error",
            description="Standard deviation of the density.",
            role="uncertainty",
            display="none",
        ),
        _vector("velocity", "km/s", "MSO", "Ion velocity", "Bulk velocity of all ions.", "quality"),
        Parameter(
            "temperature",
            "float32",
            "eV",
            label="Ion temperature",
            description="Temperature of all ions, one for all directions.",
            scale="log",
            uncertainty=("temperature_uncertainty",),
            quality="quality",
        ),
        Parameter(
            "temperature_uncertainty",
            "float32",
            "eV",
            label="Temperature error",
            description="Standard deviation of the temperature.",
            role="uncertainty",
            display="none",
        ),
        Parameter(
            "heavy_density",
            "float32",
            "cm-3",
            label="Heavy ions",
            description="Number density of the planet's own ions, O+ and O2+.",
            scale="log",
            quality="quality",
        ),
        Parameter(
            "quality",
            "uint8",
            "",
            label="Quality",
            description="0 good; 1 fewer than 25 counts; 2 cold ions partly below 10 eV.",
            valid_min=0,
            valid_max=2,
            role="quality",
        ),
    ),
)

SPECTROGRAM = _dataset(
    "sim_mars_ion_spectrogram_12s",
    instruments.SPECTRUM_S,
    "ion energy spectrogram at Mars, 12 s",
    "Energy flux of ions in 32 channels, averaged over all directions, from Poisson counts of "
    "protons, helium and planetary O+ and O2+. A channel without a count is zero.",
    target="Mars",
    mission=_ORBITER,
    observatory=_ORBITER,
    instrument="Simulated ion spectrometer",
    measurement_type="EnergySpectrum",
    region="Mars",
    parameters=(
        Parameter(
            "energy_flux",
            "float32",
            "eV/(cm2 s sr eV)",
            (32,),
            label="Ion energy flux",
            description="Differential energy flux of ions per energy and charge.",
            bins=(
                Bins(
                    "energy",
                    "eV",
                    centers=tuple(float(f"{e:.6g}") for e in instruments.ENERGY_EV),
                    ranges=tuple(
                        (float(f"{low:.6g}"), float(f"{high:.6g}"))
                        for low, high in pairwise(instruments.ENERGY_EDGES_EV)
                    ),
                    scale="log",
                ),
            ),
            valid_min=0.0,
            display="spectrogram",
            scale="log",
        ),
    ),
)

SOLAR_WIND = _dataset(
    "sim_solar_wind_1min",
    60,
    "solar wind at 1 au, 1 min",
    "Ten years of solar wind as at the Earth's orbit: recurrent fast streams with their "
    "compressions, sectors, turbulence, and 45 coronal mass ejections, drawn at a rate that "
    "follows the solar cycle. GSE axes are taken as (−R, −T, N).",
    target="Earth",
    mission="Simulated solar wind monitor",
    observatory="Simulated solar wind monitor",
    instrument="Simulated magnetometer and plasma analyser",
    measurement_type="ThermalPlasma",
    region="Heliosphere.NearEarth",
    time_stamp="begin",
    parameters=(
        _vector("B", "nT", "GSE", "IMF", "Magnetic field, in steps of 1/128 nT."),
        Parameter(
            "speed",
            "float32",
            "km/s",
            label="Solar wind speed",
            description="Bulk speed of the protons.",
        ),
        Parameter(
            "density",
            "float32",
            "cm-3",
            label="Proton density",
            description="Number density of the protons.",
        ),
        Parameter(
            "temperature",
            "float32",
            "K",
            label="Proton temperature",
            description="Temperature of the protons.",
            scale="log",
        ),
    ),
)

DATASETS = (MAG, IONS, SPECTROGRAM, SOLAR_WIND)
