"""Structure files that products refer to but that seldom travel with them."""

from __future__ import annotations

from dayside.formats.pds.pds3_label import Block, parse_label

# Cassini RPWS: a time tag before every row. Laid out as in the LABEL folder of volumes CORPWS.
_SCLK_SCET = """
OBJECT = COLUMN NAME = SCLK_SECOND DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 1 BYTES = 4
  UNIT = SECOND DESCRIPTION = "Spacecraft clock, whole seconds." END_OBJECT = COLUMN
OBJECT = COLUMN NAME = SCLK_PARTITION DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 5 BYTES = 1
  DESCRIPTION = "Spacecraft clock partition." END_OBJECT = COLUMN
OBJECT = COLUMN NAME = SCLK_FINE DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 6 BYTES = 1
  DESCRIPTION = "Spacecraft clock, 1/256 s." END_OBJECT = COLUMN
OBJECT = COLUMN NAME = SCET_DAY DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 7 BYTES = 2
  UNIT = DAY DESCRIPTION = "Spacecraft event time, days since 1958-001." END_OBJECT = COLUMN
OBJECT = COLUMN NAME = SCET_MILLISECOND DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 9 BYTES = 4
  UNIT = MILLISECOND DESCRIPTION = "Spacecraft event time, milliseconds of the day."
END_OBJECT = COLUMN
"""
_QUALITY = """
OBJECT = COLUMN NAME = DATA_QUALITY DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 13 BYTES = 1
  DESCRIPTION = "Flags of validity, sounder and Langmuir probe activity." END_OBJECT = COLUMN
OBJECT = COLUMN NAME = SENSOR DATA_TYPE = MSB_UNSIGNED_INTEGER START_BYTE = 16 BYTES = 1
  DESCRIPTION = "Sensor: 0 Ex, 1 Eu, 2 Ev, 3 Ew, 4 Bx, 5 By, 6 Bz, 8 Hf, 11 Lp, 15 unknown."
END_OBJECT = COLUMN
"""
_FILE_ID = """
OBJECT = COLUMN NAME = FILE_ID DATA_TYPE = CHARACTER START_BYTE = 1 BYTES = 8 END_OBJECT = COLUMN
"""

KNOWN: dict[str, Block] = {
    "RPWS_SCLK_SCET.FMT": parse_label(_SCLK_SCET),
    "LRFC_DATA_QUALITY.FMT": parse_label(_SCLK_SCET + _QUALITY),
    "LRFULL_TABLE.FMT": parse_label(_FILE_ID),
}
"""By the name that labels use; a file of the volume itself goes before."""
