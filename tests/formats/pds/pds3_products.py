"""Small PDS3 products, made by hand."""

from pathlib import Path

HEAD = """PDS_VERSION_ID = PDS3
RECORD_TYPE = FIXED_LENGTH
{record}
DATA_SET_ID = "{dataset}"
PRODUCT_ID = "{product}"
SPACECRAFT_NAME = "VOYAGER 2"
INSTRUMENT_NAME = "MAGNETOMETER"
TARGET_NAME = NEPTUNE
START_TIME = 1989-08-25T00:00:00.000Z
STOP_TIME = 1989-08-25T00:00:10.000Z
PRODUCT_VERSION_ID = "3"
{extra}
"""


def column(name, kind, start, size, **more):
    lines = [f"  NAME = {name!r}", f"  DATA_TYPE = {kind}", f"  START_BYTE = {start}"]
    lines += [f"  BYTES = {size}", *(f"  {k} = {v}" for k, v in more.items())]
    return "OBJECT = COLUMN\n" + "\n".join(lines) + "\nEND_OBJECT = COLUMN\n"


def table(columns, rows, width, form="ASCII", kind="TABLE", more=""):
    return (
        f"OBJECT = {kind}\n INTERCHANGE_FORMAT = {form}\n ROWS = {rows}\n ROW_BYTES = {width}\n"
        f"{more}\n{''.join(columns)}END_OBJECT = {kind}\n"
    )


def label(objects, pointers, *, record=None, dataset="VG2-X-MAG-V1.0", product="P1", extra=""):
    said = f"RECORD_BYTES = {record}" if record else ""
    head = HEAD.format(record=said, dataset=dataset, product=product, extra=extra)
    return head + pointers + "\n" + objects + "END\n"


def write(folder: Path, name: str, text: str, data: bytes, suffix: str = ".TAB") -> Path:
    path = folder / f"{name}.LBL"
    path.write_bytes(text.replace("\n", "\r\n").encode("latin-1"))
    (folder / f"{name}{suffix}").write_bytes(data)
    return path


def ascii_product(folder: Path, rows: int = 3, end: str = "\r\n", stated_rows=None) -> Path:
    lines = [f"1989-08-25T00:00:{i:02d}.500Z,{i + 0.25:8.3f},{i:4d}" for i in range(rows)]
    if rows > 1:
        lines[1] = "1989-08-25T00:00:01.500Z, 999.999,  -9"
    columns = [
        column("PDSTIME", "TIME", 1, 24),
        column("BX", "ASCII_REAL", 26, 8, UNIT="NANOTESLA", MISSING_CONSTANT=999.999),
        column("N", "ASCII_INTEGER", 35, 4, UNIT="NONE", MISSING_CONSTANT=-9),
    ]
    text = label(table(columns, stated_rows or rows, 40), '^TABLE = "A.TAB"', record=40)
    return write(folder, "A", text, "".join(line + end for line in lines).encode())
