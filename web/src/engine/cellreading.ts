/** The read-out of a spectrogram: the sample, the bin and the value under the pointer. */

import { rowAt } from "./bins";
import type { Cells } from "./cellpanel";
import { columnAt, NOTHING, reachOf, stretchOf } from "./cells";
import type { Curve } from "./curve";
import { dimensionName } from "./distribution";
import { timeOf, valueOf, type Found } from "./nearest";
import { NOTHING_READ, textsOf, type Readout } from "./reading";
import { numberText, prettyUnits, valueAt } from "./scale";

/** Bin and value at a time and a height (0 bottom to 1 top). */
export function readCells(cells: Cells, time: number, height: number | null): Readout {
  const { curve, rows, values } = cells;
  const edges = height === null ? null : rows.at(time);
  const row = edges ? rowAt(edges, valueAt(height ?? 0, rows.extent, rows.kind)) : NOTHING;
  if (row === NOTHING) return NOTHING_READ;
  const found = cellAt(curve, time);
  const value = found ? valueOf(found, row) : NaN;
  const mean = found?.tile.kind === "buckets";
  const [text, exact] = mean
    ? [numberText(value * values.factor), ""]
    : textsOf(curve, value, values.factor);
  const { bins } = curve.tiled;
  const plain = { more: "", range: null, colour: null };
  return {
    time: found && timeOf(found),
    width: found?.tile.kind === "buckets" ? found.tile.width : 0,
    readings: [
      {
        ...plain,
        label: bins ? dimensionName(bins, 0) : "row",
        text: binText(cells, time, row),
        exact: "",
      },
      { ...plain, label: curve.parameter.name, text, exact },
    ],
  };
}

/** The spectrum drawn at a time; null is a gap. */
export function cellAt({ view, cadence }: Curve, time: number): Found | null {
  for (const piece of view.pieces) {
    const { start, stop } = stretchOf(piece, cadence);
    if (time < start || time >= stop) continue;
    const at = columnAt(piece.tile, time, reachOf(piece.tile, cadence));
    if (at !== NOTHING) return { tile: piece.tile, at };
  }
  return null;
}

function binText({ curve, rows, up }: Cells, time: number, row: number): string {
  const { bins } = curve.tiled;
  const unit = up.units ? ` ${prettyUnits(up.units)}` : "";
  const named = bins?.labels?.[row];
  if (named && !bins.units) return named;
  return numberText(rows.centre(row, time) * up.factor) + unit;
}
