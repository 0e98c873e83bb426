/**
 * Spectra as columns of cells: which column of which tile is at a time.
 *
 * Times are looked up in double precision here, once a pixel column; the painter only
 * follows the table. So irregular samples and gaps cost nothing, and milliseconds in
 * 2026 stay exact.
 */

import type { Piece } from "../data/store";
import type { Floats, Tile } from "../data/tile";
import type { Range } from "../data/types";
import type { Extent, ScaleKind } from "./scale";
import { lowerBound, usualStep } from "./trace";

/** Stands for "nothing here" in the tables. */
export const NOTHING = -1;

/** Column of `tile` at a time; NOTHING where there is none. `reach`: half a sample, s. */
export function columnAt(tile: Tile, time: number, reach: number): number {
  if (tile.kind === "buckets") {
    const i = Math.floor((time - tile.start) / tile.width);
    return i >= 0 && i < tile.buckets ? i : NOTHING;
  }
  const after = lowerBound(tile.times, time);
  const stepAfter = (tile.times[after] ?? Infinity) - time;
  const stepBefore = time - (tile.times[after - 1] ?? -Infinity);
  if (Math.min(stepAfter, stepBefore) > reach) return NOTHING;
  return stepAfter < stepBefore ? after : after - 1;
}

/** The column of `tile` that is nearest to a time; -1 where it has none. */
export function clampedColumn(tile: Tile, time: number): number {
  const last = cellsOf(tile).columns - 1;
  const at =
    tile.kind === "buckets"
      ? Math.floor((time - tile.start) / tile.width)
      : columnAt(tile, time, Infinity);
  return Math.min(last, Math.max(0, at));
}

/** Half the length of time a raw sample is drawn for: its cadence, a little more to close seams. */
export function reachOf(tile: Tile, cadence: number | null): number {
  if (tile.kind === "buckets") return 0;
  return 0.51 * (cadence ?? usualStep(tile.times));
}

/**
 * The stretch a piece has columns for: its first and last sample may reach beyond it, where
 * the next piece has nothing before its own first.
 */
export function stretchOf({ tile, from, to }: Piece, cadence: number | null): Range {
  const reach = reachOf(tile, cadence);
  const beyond = Number.isFinite(reach) ? reach : 0;
  return { start: from - beyond, stop: to + beyond };
}

/** Column of the piece's tile at each of `pixels` columns of pixels over `range`. */
export function columnTable(
  piece: Piece,
  range: Range,
  pixels: number,
  cadence: number | null,
): Float32Array {
  const table = new Float32Array(pixels).fill(NOTHING);
  const step = (range.stop - range.start) / pixels;
  const reach = reachOf(piece.tile, cadence);
  const { start, stop } = stretchOf(piece, cadence);
  const first = Math.max(0, Math.ceil((start - range.start) / step - 0.5));
  for (let i = first; i < pixels; i++) {
    const time = range.start + (i + 0.5) * step;
    if (time >= stop) break;
    // A sample shorter than a pixel must not fall between two of them.
    table[i] = columnAt(piece.tile, time, Math.max(reach, step / 2));
  }
  return table;
}

/** Breaks between the spectra in `range` as they are drawn, and whether there are any at all. */
export function gapsBetween(
  pieces: Piece[],
  range: Range,
  pixels: number,
  cadence: number | null,
): { gaps: number; empty: boolean } {
  const there = new Uint8Array(pixels);
  for (const piece of pieces) {
    const { tile } = piece;
    const counts = tile.kind === "buckets" ? tile.count : null;
    columnTable(piece, range, pixels, cadence).forEach((column, x) => {
      if (column !== NOTHING && (counts?.[column] ?? 1) > 0) there[x] = 1;
    });
  }
  const ends = there.filter((here, x) => here === 1 && there[x + 1] !== 1).length;
  return { gaps: Math.max(0, ends - 1), empty: ends === 0 };
}

/** The numbers a spectrogram shows, C order [row][column], and how many columns there are. */
export function cellsOf(tile: Tile): { values: Floats; columns: number } {
  if (tile.kind === "raw") return { values: tile.values, columns: tile.times.length };
  return { values: tile.stats["mean"] ?? new Float32Array(), columns: tile.buckets };
}

const SAMPLES = 8192;

const extents = new WeakMap<Tile, Map<ScaleKind, Extent | null>>();

/** `quantiles`, remembered with the tile. */
export function tileExtent(tile: Tile, kind: ScaleKind): Extent | null {
  const known = extents.get(tile) ?? new Map<ScaleKind, Extent | null>();
  extents.set(tile, known);
  const found = known.get(kind);
  if (found !== undefined) return found;
  const made = quantiles(tile, kind);
  known.set(kind, made);
  return made;
}

/** Values below and above which a hundredth of the tile lies: a range that outliers do not set. */
export function quantiles(tile: Tile, kind: ScaleKind): Extent | null {
  const { values } = cellsOf(tile);
  const stride = Math.max(1, Math.floor(values.length / SAMPLES));
  const picked: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i] ?? NaN;
    if (kind === "log" ? value > 0 : Number.isFinite(value)) picked.push(value);
  }
  if (picked.length === 0) return null;
  const sorted = Float64Array.from(picked).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { low: at(0.01), high: at(0.995) };
}
