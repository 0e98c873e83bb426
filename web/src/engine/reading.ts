/** The read-out: which values stand at a time. */

import { cellsOf, columnAt, NOTHING, reachOf, rowAt, type Rows } from "./cells";
import { columnLabel, type Curve } from "./curve";
import { numberText, prettyUnits, sampleText, valueAt } from "./scale";
import { lowerBound } from "./trace";

/** One value of a read-out. `column` gives it its colour; null has none. */
export interface Reading {
  label: string;
  text: string;
  column: string | null;
  index: number;
}

/** The value of `column` nearest to `time`; the mean of the bucket when zoomed out. */
export function valueNear(curve: Curve, column: number, time: number): number {
  const piece = curve.view.pieces.find((p) => time >= p.from && time < p.to);
  if (!piece) return NaN;
  const { tile } = piece;
  if (tile.kind === "buckets") {
    const i = columnAt(tile, time, 0);
    return i === NOTHING ? NaN : (tile.stats["mean"]?.[column * tile.buckets + i] ?? NaN);
  }
  const after = lowerBound(tile.times, time);
  const before = after - 1;
  const near =
    (tile.times[after] ?? Infinity) - time < time - (tile.times[before] ?? -Infinity)
      ? after
      : before;
  if (Math.abs((tile.times[near] ?? Infinity) - time) > 2 * reachOf(tile, curve.cadence))
    return NaN;
  return tile.values[column * tile.times.length + near] ?? NaN;
}

/** Samples are told exactly, means of buckets in as many digits as one reads. */
function textOf(curve: Curve, time: number): (value: number) => string {
  const piece = curve.view.pieces.find((p) => time >= p.from && time < p.to);
  return piece?.tile.kind === "raw" ? sampleText : numberText;
}

export function readLines(curve: Curve, time: number): Reading[] {
  const text = textOf(curve, time);
  return curve.tiled.columns.map((column, index) => ({
    label: columnLabel(curve, index),
    text: text(valueNear(curve, index, time)),
    column,
    index,
  }));
}

/** Bin and value of a spectrogram at a time and a height (0 bottom to 1 top). */
export function readCells(
  curve: Curve,
  rows: Rows,
  time: number,
  height: number | null,
): Reading[] {
  if (height === null) return [];
  const level = valueAt(height, rows.extent, rows.kind);
  const row = rowAt(rows, level);
  const piece = curve.view.pieces.find((p) => time >= p.from && time < p.to);
  if (row === NOTHING || !piece) return [];
  const column = columnAt(piece.tile, time, reachOf(piece.tile, curve.cadence));
  const { values, columns } = cellsOf(piece.tile);
  const value = column === NOTHING ? NaN : (values[row * columns + column] ?? NaN);
  const bins = curve.tiled.bins;
  const unit = bins?.units ? ` ${prettyUnits(bins.units)}` : "";
  return [
    {
      label: bins?.name ?? "row",
      text: bins?.labels?.[row] ?? `${binText(curve, rows, row)}${unit}`,
      column: null,
      index: 0,
    },
    { label: curve.parameter.name, text: textOf(curve, time)(value), column: null, index: 1 },
  ];
}

function binText(curve: Curve, rows: Rows, row: number): string {
  const center = (curve.centers ?? curve.tiled.bins?.centers)?.[row];
  const edges = rows.edges[row];
  if (center !== undefined) return numberText(center);
  return edges ? numberText((edges[0] + edges[1]) / 2) : "—";
}
