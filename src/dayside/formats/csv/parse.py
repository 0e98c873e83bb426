"""The table of a text file to columns, in bulk, by Arrow's parser."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.columns.table import Column
from dayside.formats.csv.sniff import COMMENTS, SAMPLE_BYTES, Layout
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa

_NULLS = (
    "", "nan", "NaN", "NAN", "NA", "N/A", "n/a", "null", "NULL", "Null", "None", "none", "NONE",
    "-", "--", "---", "*", "-nan", "-NaN",
)  # fmt: skip
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_FEWEST = 0.5


def parse(content: bytes, layout: Layout, names: Sequence[str]) -> list[Column]:
    """Return the columns of a table.

    Parameters
    ----------
    content : bytes
        The file from the first row of its table on, in UTF-8.
    layout : Layout
    names : sequence of str
        One for each column; they need not be distinct.

    Raises
    ------
    UnreadableFile
        If a row does not fit the table.
    """
    if layout.padded and not layout.quoted:
        content = squeezed(content, layout.delimiter)
    types = dict(enumerate(layout.kinds))
    for attempt in (types, {k: "float" if v == "int" else v for k, v in types.items()}):
        table = _read(content, layout, attempt)
        if table is not None:
            break
    else:
        table = _read(content, layout, dict.fromkeys(types, "text"))
        if table is None:
            raise UnreadableFile("its rows cannot be told apart")
    columns = [
        _column(names[k], table.column(k), k in types and types[k] != "text")
        for k in range(layout.width)
    ]
    return [c for c in columns if not _is_void(c)]


def squeezed(content: bytes, delimiter: str) -> bytes:
    r"""Return the table without the blanks around its fields; runs of blanks become one.

    Examples
    --------
    >>> squeezed(b" 1 ,  2\r\n3,4 \n", ","), squeezed(b"  1  \t2 \n", " ")
    (b'1,2\n3,4\n', b'1 2\n')
    """
    content = content.replace(b"\r\n", b"\n")
    edges = [b"\n"]
    if delimiter == " ":
        content = content.replace(b"\t", b" ")
    else:
        edges.append(delimiter.encode())
    while b"  " in content:  # each pass halves the runs
        content = content.replace(b"  ", b" ")
    for edge in edges:
        content = content.replace(b" " + edge, edge).replace(edge + b" ", edge)
    return content.removeprefix(b" ").removesuffix(b" ")


def _read(content: bytes, layout: Layout, kinds: dict[int, str]) -> pa.Table | None:
    """Return the table with columns of these kinds, or None where a value is of another."""
    import pyarrow as pa
    from pyarrow import csv

    arrow_types = {"int": pa.int64(), "float": pa.float64(), "text": pa.string()}
    labels = [f"c{k}" for k in range(layout.width)]
    bad: list[str] = []

    def judge(row: Any) -> str:
        if not row.text.strip() or row.text.lstrip().startswith(COMMENTS):
            return "skip"
        bad.append(
            f"a row has {row.actual_columns} fields where the table has {row.expected_columns}: "
            f"{row.text[:60]!r}"
        )
        return "error"

    try:
        return csv.read_csv(
            io.BytesIO(content),
            csv.ReadOptions(column_names=labels, block_size=4 * SAMPLE_BYTES),
            csv.ParseOptions(
                delimiter=layout.delimiter,
                quote_char='"' if layout.quoted else False,
                newlines_in_values=layout.quoted,
                invalid_row_handler=judge,
            ),
            csv.ConvertOptions(
                column_types={n: arrow_types[kinds[k]] for k, n in enumerate(labels)},
                null_values=list(_NULLS),
                strings_can_be_null=False,
                decimal_point="," if layout.decimal_comma else ".",
            ),
        )
    except pa.ArrowInvalid as error:
        if bad:
            raise UnreadableFile(bad[0]) from error
        if "conversion error" in str(error):
            return None
        raise UnreadableFile(f"its rows cannot be told apart: {error}") from error


def _column(name: str, chunked: pa.ChunkedArray, expects_number: bool) -> Column:
    import pyarrow as pa
    import pyarrow.compute as pc

    array = chunked.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # of no rows, or too large for one piece
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if not pa.types.is_string(array.type):
        if array.null_count:
            array = array.cast(pa.float64())
        return Column(name, array.to_numpy(zero_copy_only=False))
    text = pc.utf8_trim_whitespace(array)
    return _numbers(name, text) if expects_number else Column(name, text)


def _numbers(name: str, text: pa.Array) -> Column:
    """Return a column of texts as numbers; what is none becomes a gap, and is told."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(text, r"^(.*\d\.?)[dD]([+-]?\d+)$", r"\1e\2")
    plain = pc.replace_substring_regex(plain, r"^\+", "")
    fits = pc.match_substring_regex(plain, _NUMBER)
    gap = pc.is_in(text, pa.array(list(_NULLS)))
    strange = text.filter(pc.invert(pc.or_(fits, gap)))
    if len(strange) > _FEWEST * len(text):
        return Column(name, text)
    values = pc.if_else(fits, plain, pa.scalar(None, pa.string())).cast(pa.float64())
    told = ", ".join(repr(t) for t in sorted({t[:20] for t in strange[:1000].to_pylist()})[:5])
    note = f"{told} in the file stands for no value." if len(strange) else ""
    return Column(name, values.to_numpy(zero_copy_only=False), description=note)


def _is_void(column: Column) -> bool:
    """Tell a nameless column without any value: what a delimiter at the end of rows leaves."""
    if column.name.strip():
        return False
    if column.is_text:
        import pyarrow.compute as pc

        return not pc.any(pc.not_equal(column.values, "")).as_py()
    return column.values.dtype.kind == "f" and bool(np.isnan(column.values).all())
