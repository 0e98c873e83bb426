/**
 * What a painter follows: the row of a spectrogram at every pixel.
 *
 * Edges are looked up in double precision, once a pixel row and table of bins; a table
 * that stands for all times is one, bins that move make one for each place they take.
 */

import type { Range } from "../data/types";
import type { Edges, Rows } from "./bins";
import { NOTHING } from "./cells";
import { fraction } from "./scale";

export interface Lookup {
  /** Number of the table at each column of pixels; NOTHING where none is known. */
  which: Float32Array;
  /** The row at each row of pixels, the top one first; one table after another. */
  rows: Float32Array;
}

/** The row at each of `pixels` rows of pixels, the top one first. */
export function rowTable(edges: Edges, { extent, kind }: Rows, pixels: number): Float32Array {
  const table = new Float32Array(pixels).fill(NOTHING);
  const place = (value: number): number => {
    const at = kind === "log" && value <= 0 ? -Infinity : fraction(value, extent, kind);
    return Math.min(pixels, Math.max(0, Math.round((1 - at) * pixels)));
  };
  for (let row = 0; 2 * row < edges.length; row++) {
    const [bottom = NaN, top = NaN] = edges.subarray(2 * row, 2 * row + 2);
    if (Number.isNaN(bottom + top)) continue;
    const first = place(top);
    table.fill(row, first, Math.max(first, place(bottom)));
  }
  return table;
}

/** The tables of a picture of `range`, and where each of them stands. */
export function lookup(rows: Rows, range: Range, width: number, height: number): Lookup {
  const which = new Float32Array(width).fill(NOTHING);
  const numbers = new Map<Edges, number>();
  const step = (range.stop - range.start) / width;
  for (let x = 0; x < width; x++) {
    const edges = rows.at(range.start + (x + 0.5) * step);
    if (!edges) continue;
    const number = numbers.get(edges) ?? numbers.size;
    numbers.set(edges, number);
    which[x] = number;
  }
  const tables = new Float32Array(numbers.size * height);
  for (const [edges, number] of numbers) tables.set(rowTable(edges, rows, height), number * height);
  return { which, rows: tables };
}
