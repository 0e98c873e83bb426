/**
 * The geometry of a spectrogram: which cell of which tile is at a pixel.
 *
 * Times and bin edges are looked up in double precision here, once a pixel column
 * and once a pixel row; the painter only follows the tables. So irregular samples,
 * gaps and uneven bins cost nothing, and milliseconds in 2026 stay exact.
 */

import type { Piece } from "../data/store";
import type { Floats, Tile } from "../data/tile";
import type { Bins, Range } from "../data/types";
import type { Extent, ScaleKind } from "./scale";
import { lowerBound, usualStep } from "./trace";

/** Stands for "nothing here" in the tables. */
export const NOTHING = -1;

/** Rows of a spectrogram: edges of each row, in the order of the tile's columns. */
export interface Rows {
  edges: [number, number][];
  extent: Extent;
  kind: ScaleKind;
}

function midpoints(centers: number[], kind: ScaleKind): [number, number][] {
  const forward = kind === "log" ? Math.log : (v: number): number => v;
  const back = kind === "log" ? Math.exp : (v: number): number => v;
  const at = centers.map(forward);
  const between = (i: number): number => {
    const here = at[i] ?? 0;
    const next = at[i + 1];
    if (next !== undefined && i >= 0) return (here + next) / 2;
    return NaN;
  };
  return at.map((here, i) => {
    const after = between(i);
    const before = i > 0 ? between(i - 1) : NaN;
    const up = Number.isNaN(after)
      ? Number.isNaN(before)
        ? here + 0.5
        : 2 * here - before
      : after;
    const down = Number.isNaN(before) ? 2 * here - up : before;
    return [back(Math.min(down, up)), back(Math.max(down, up))];
  });
}

const medians = new WeakMap<Tile, number[]>();

/** Median of each row of a tile, NaN where a row has no value. */
function rowMedians(tile: Tile): number[] {
  const known = medians.get(tile);
  if (known) return known;
  const { values, columns } = cellsOf(tile);
  const made = Array.from({ length: tile.columns }, (_, row) =>
    median(values.subarray(row * columns, (row + 1) * columns)),
  );
  medians.set(tile, made);
  return made;
}

function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values)
    .filter((v) => !Number.isNaN(v))
    .sort();
  return sorted[sorted.length >> 1] ?? NaN;
}

/** Centres of bins that move with time: of each the usual one in view; null without any. */
export function usualCenters(pieces: Piece[]): number[] | null {
  const seen = [...new Set(pieces.map((p) => p.tile))].map(rowMedians);
  const found = (seen[0] ?? []).map((_, row) => median(seen.map((m) => m[row] ?? NaN)));
  return found.length > 0 && found.every(Number.isFinite) ? found : null;
}

/** Whether centres are spaced evenly in their logarithm rather than in themselves. */
function looksLogarithmic(centers: number[]): boolean {
  const sorted = [...centers].sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  const middle = sorted[sorted.length >> 1] ?? 0;
  return low > 0 && high / low > 20 && Math.abs(middle - (low + high) / 2) > 0.25 * (high - low);
}

/** Where the rows of `bins` lie; numbered from 0 where the bins are no numbers. */
export function rowsOf(bins: Bins | null, count: number): Rows {
  const centers = bins?.centers;
  const ranges = bins?.ranges;
  let edges: [number, number][];
  let kind: ScaleKind = "linear";
  const usable = (values: number[]): boolean =>
    values.length === count && values.every(Number.isFinite);
  if (ranges && usable(ranges.map((r) => r[0])) && usable(ranges.map((r) => r[1]))) {
    const middles = ranges.map(([a, b]) => (a + b) / 2);
    kind = bins.scale === "log" || looksLogarithmic(middles) ? "log" : "linear";
    edges = ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
  } else if (centers && usable(centers)) {
    kind = bins.scale === "log" || looksLogarithmic(centers) ? "log" : "linear";
    if (Math.min(...centers) <= 0) kind = "linear";
    edges = midpoints(centers, kind);
  } else {
    edges = Array.from({ length: count }, (_, i) => [i - 0.5, i + 0.5]);
  }
  const lows = edges.map((e) => e[0]);
  const positive = lows.filter((v) => v > 0);
  if (kind === "log" && positive.length === 0) kind = "linear";
  const low = kind === "log" ? Math.min(...positive) : Math.min(...lows);
  return { edges, kind, extent: { low, high: Math.max(...edges.map((e) => e[1])) } };
}

/** Row at each of `pixels` rows of pixels, the top one first. */
export function rowTable(rows: Rows, pixels: number): Float32Array {
  const table = new Float32Array(pixels).fill(NOTHING);
  const { low, high } = rows.extent;
  const position = (value: number): number => {
    if (rows.kind === "linear") return (value - low) / (high - low);
    return value <= 0 ? -Infinity : Math.log(value / low) / Math.log(high / low);
  };
  rows.edges.forEach(([bottom, top], row) => {
    const first = Math.max(0, Math.round((1 - position(top)) * pixels));
    const last = Math.min(pixels, Math.round((1 - position(bottom)) * pixels));
    table.fill(row, first, Math.max(first, last));
  });
  return table;
}

/** The row that holds `value`; NOTHING between the rows. */
export function rowAt(rows: Rows, value: number): number {
  return rows.edges.findIndex(([bottom, top]) => value >= bottom && value < top);
}

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

/** Half the length of time a raw sample is drawn for: its cadence, a little more to close seams. */
export function reachOf(tile: Tile, cadence: number | null): number {
  if (tile.kind === "buckets") return 0;
  return 0.51 * (cadence ?? usualStep(tile.times));
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
  const first = Math.max(0, Math.ceil((piece.from - range.start) / step - 0.5));
  for (let i = first; i < pixels; i++) {
    const time = range.start + (i + 0.5) * step;
    if (time >= piece.to) break;
    // A sample shorter than a pixel must not fall between two of them.
    table[i] = columnAt(piece.tile, time, Math.max(reach, step / 2));
  }
  return table;
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
