/**
 * Where the rows of a spectrogram lie: at fixed bins, or at bins that move with time.
 *
 * All is told in the units of the data; what an axis shows in others is its own affair.
 */

import type { Piece } from "../data/store";
import type { Tile } from "../data/tile";
import type { Bins, Range } from "../data/types";
import { cellsOf, clampedColumn } from "./cells";
import type { AxisChoice, Extent, ScaleKind } from "./scale";

/** Low and high edge of row i at 2 i and 2 i + 1; NaN where a row has no place. */
export type Edges = Float64Array;

export interface Rows {
  extent: Extent;
  kind: ScaleKind;
  /** The edges at a time; null where they are not known. */
  at(time: number): Edges | null;
  /** Middle of a row at a time, NaN where it has no place. */
  centre(row: number, time: number): number;
}

/** Bins of one picture. `moving`: pieces of the parameter that tells where they are. */
export interface BinsInView {
  bins: Bins | null;
  count: number;
  moving: Piece[] | null;
}

/** Edges half-way between centres; of a row without a neighbour as far as to the other one. */
export function edgesAround(centers: ArrayLike<number>, kind: ScaleKind): Edges {
  const forward = kind === "log" ? Math.log : (v: number): number => v;
  const back = kind === "log" ? Math.exp : (v: number): number => v;
  const at = Array.from(centers, forward);
  const edges = new Float64Array(2 * at.length);
  at.forEach((here, i) => {
    const before = (here + (at[i - 1] ?? NaN)) / 2;
    const after = (here + (at[i + 1] ?? NaN)) / 2;
    const up = firstNumber(after, 2 * here - before, here + 0.5);
    const down = firstNumber(before, 2 * here - after, here - 0.5);
    edges[2 * i] = back(Math.min(down, up));
    edges[2 * i + 1] = back(Math.max(down, up));
  });
  return edges;
}

function firstNumber(...values: number[]): number {
  return values.find((v) => !Number.isNaN(v)) ?? NaN;
}

/** Whether centres are spaced evenly in their logarithm rather than in themselves. */
function looksLogarithmic(centers: ArrayLike<number>): boolean {
  const sorted = Float64Array.from(Array.from(centers).filter(Number.isFinite)).sort();
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  const middle = sorted[sorted.length >> 1] ?? 0;
  return low > 0 && high / low > 20 && Math.abs(middle - (low + high) / 2) > 0.25 * (high - low);
}

/** How the bins are spaced: what they say, as far as their centres allow it. */
function spacing(bins: Bins | null, centers: ArrayLike<number>): ScaleKind {
  const positive = Array.from(centers).every((c) => !(c <= 0));
  return positive && (bins?.scale === "log" || looksLogarithmic(centers)) ? "log" : "linear";
}

interface Table {
  edges: Edges;
  kind: ScaleKind;
  centers: ArrayLike<number>;
}

/** Bins that stay; numbered from 0 where they are no numbers. */
function fixedTable(bins: Bins | null, count: number): Table {
  const some = (values: ArrayLike<number>): boolean =>
    values.length === count && Array.from(values).some(Number.isFinite);
  const ranges = bins?.ranges;
  const centers = bins?.centers;
  if (ranges && some(ranges.map(([a, b]) => a + b))) {
    const middles = ranges.map(([a, b]) => (a + b) / 2);
    const edges = Float64Array.from(ranges.flatMap(([a, b]) => [Math.min(a, b), Math.max(a, b)]));
    return { edges, kind: spacing(bins, middles), centers: centers ?? middles };
  }
  if (centers && some(centers)) {
    const kind = spacing(bins, centers);
    return { edges: edgesAround(centers, kind), kind, centers };
  }
  const numbers = Array.from({ length: count }, (_, i) => i);
  return { edges: edgesAround(numbers, "linear"), kind: "linear", centers: numbers };
}

/** Where the rows of a picture of `range` lie. */
export function rowsOf(view: BinsInView, choice: AxisChoice, factor: number, range: Range): Rows {
  const moving = view.moving && movingRows(view.bins, view.moving, range);
  if (moving) return placed(moving.kind, moving.tables, moving, choice, factor);
  const { edges, kind, centers } = fixedTable(view.bins, view.count);
  const centre = (row: number): number => centers[row] ?? NaN;
  return placed(kind, [edges], { at: () => edges, centre }, choice, factor);
}

function placed(
  natural: ScaleKind,
  tables: Edges[],
  where: Pick<Rows, "at" | "centre">,
  choice: AxisChoice,
  factor: number,
): Rows {
  const wanted = choice.scale ?? natural;
  const whole = extentOf(tables, wanted);
  // Nothing above zero has no place on a logarithmic axis.
  const kind = whole ? wanted : "linear";
  const [low, high] = (choice.limits ?? []).map((v) => v / factor);
  const chosen = low !== undefined && high !== undefined && (kind === "linear" || low > 0);
  const extent = chosen ? { low, high } : (whole ?? extentOf(tables, kind) ?? { low: 0, high: 1 });
  return { extent, kind, at: where.at, centre: where.centre };
}

/** From the lowest edge an axis can show to the highest; null where there are not two. */
function extentOf(tables: Edges[], kind: ScaleKind): Extent | null {
  const floor = kind === "log" ? Number.MIN_VALUE : -Infinity;
  let low = Infinity;
  let high = -Infinity;
  for (const edges of tables) {
    for (const value of edges) {
      if (value >= floor && value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high > low ? { low, high } : null;
}

/** Bins that move, where they are known in `range`; null where they are known nowhere. */
function movingRows(
  bins: Bins | null,
  pieces: Piece[],
  range: Range,
): (Pick<Rows, "at" | "centre"> & { kind: ScaleKind; tables: Edges[] }) | null {
  const shown = pieces.filter((p) => p.to > range.start && p.from < range.stop);
  const firsts = shown.flatMap(({ tile }) => firstCenters(tile) ?? []);
  if (firsts.length === 0) return null;
  const kind = spacing(bins, firsts);
  const tables = new Set(shown.flatMap((piece) => tablesIn(piece, range, kind)));
  const pieceAt = (time: number): Piece | undefined =>
    pieces.find((p) => time >= p.from && time < p.to);
  return {
    kind,
    tables: [...tables],
    at(time) {
      const tile = pieceAt(time)?.tile;
      return tile ? (tablesOf(tile, kind)[clampedColumn(tile, time)] ?? null) : null;
    },
    centre(row, time) {
      const tile = pieceAt(time)?.tile;
      if (!tile) return NaN;
      const { values, columns } = cellsOf(tile);
      return values[row * columns + knownColumn(tile, clampedColumn(tile, time))] ?? NaN;
    },
  };
}

function centersAt(tile: Tile, column: number): number[] {
  const { values, columns } = cellsOf(tile);
  return Array.from({ length: tile.columns }, (_, row) => values[row * columns + column] ?? NaN);
}

const isKnown = (tile: Tile, column: number): boolean =>
  centersAt(tile, column).some(Number.isFinite);

/** The column whose table stands at `column`: where none is told, the last one told before. */
function knownColumn(tile: Tile, column: number): number {
  let at = column;
  while (at > 0 && !isKnown(tile, at)) at--;
  while (at < cellsOf(tile).columns - 1 && !isKnown(tile, at)) at++;
  return at;
}

function firstCenters(tile: Tile): number[] | null {
  const centers = centersAt(tile, knownColumn(tile, 0));
  return centers.some(Number.isFinite) ? centers : null;
}

const remembered = new WeakMap<Tile, Map<ScaleKind, (Edges | null)[]>>();

/** The edges at each column of a tile of centres; the same object as long as they stay. */
function tablesOf(tile: Tile, kind: ScaleKind): (Edges | null)[] {
  const known = remembered.get(tile) ?? new Map<ScaleKind, (Edges | null)[]>();
  remembered.set(tile, known);
  const found = known.get(kind) ?? makeTables(tile, kind);
  known.set(kind, found);
  return found;
}

function makeTables(tile: Tile, kind: ScaleKind): (Edges | null)[] {
  const { columns } = cellsOf(tile);
  const seen = new Map<string, Edges>();
  const edgesOf = (centers: number[]): Edges => {
    const key = centers.join();
    const edges = seen.get(key) ?? edgesAround(centers, kind);
    seen.set(key, edges);
    return edges;
  };
  const found: (Edges | null)[] = [];
  let last = firstCenters(tile);
  for (let column = 0; column < columns; column++) {
    const centers = centersAt(tile, column);
    if (centers.some(Number.isFinite)) last = centers;
    found.push(last && edgesOf(last));
  }
  return found;
}

/** The tables that stand somewhere in the part of a piece that is in view. */
function tablesIn({ tile, from, to }: Piece, range: Range, kind: ScaleKind): Edges[] {
  const first = clampedColumn(tile, Math.max(from, range.start));
  const last = clampedColumn(tile, Math.min(to, range.stop));
  return tablesOf(tile, kind)
    .slice(first, last + 1)
    .filter((edges) => edges !== null);
}

/** The row that holds `value`; -1 between the rows. Of rows that overlap the one on top. */
export function rowAt(edges: Edges, value: number): number {
  for (let row = edges.length / 2 - 1; row >= 0; row--) {
    if (value >= (edges[2 * row] ?? NaN) && value < (edges[2 * row + 1] ?? NaN)) return row;
  }
  return -1;
}
