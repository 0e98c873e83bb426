/** Error bars and flags are parameters of their own: their values at the times of a trace. */

import type { Piece } from "../data/store";
import type { Tile } from "../data/tile";
import type { Companion } from "./curve";
import { lowerBound, type Trace } from "./trace";

/** Times nearer than this (s) are the same: they were rounded from different beginnings. */
const SAME = 2e-6;

export type Stat = "min" | "max" | "mean";

/** The value of `column` of a tile at a time; NaN where it has none. */
function valueIn(tile: Tile, column: number, time: number, stat: Stat): number {
  if (tile.kind === "buckets") {
    const bucket = Math.floor((time - tile.start) / tile.width);
    if (bucket < 0 || bucket >= tile.buckets) return NaN;
    return (tile.stats[stat] ?? tile.stats["mean"])?.[column * tile.buckets + bucket] ?? NaN;
  }
  const at = lowerBound(tile.times, time - SAME);
  const there = Math.abs((tile.times[at] ?? Infinity) - time) <= SAME;
  return there ? (tile.values[column * tile.times.length + at] ?? NaN) : NaN;
}

/** Values at `times`, of the finest tiles that have some. */
export function alongside(
  times: Float64Array,
  pieces: Piece[],
  column: number,
  stat: Stat,
): Float64Array {
  const finestFirst = [...new Set(pieces.map((p) => p.tile))].sort((a, b) => width(a) - width(b));
  return times.map((time) => {
    for (const tile of finestFirst) {
      const value = valueIn(tile, column, time, stat);
      if (!Number.isNaN(value)) return value;
    }
    return NaN;
  });
}

const width = (tile: Tile): number => (tile.kind === "raw" ? 0 : tile.width);

/** The column of a companion that belongs to column `column`: its own, or the one for all. */
export function columnOf({ tiled }: Companion, column: number): number {
  return column < tiled.columns.length ? column : 0;
}

/** Changes whenever other tiles of the companions are there. */
function keyOf(companions: Companion[]): string {
  return companions.flatMap((c) => c.view.pieces.map((p) => p.key)).join();
}

const variants = new WeakMap<Trace, Map<string, { key: string; trace: Trace }>>();

/** A trace changed by what `companions` say; made once for the tiles that are there. */
export function variant(
  trace: Trace,
  name: string,
  companions: Companion[],
  make: (trace: Trace) => Trace,
): Trace {
  const known = variants.get(trace) ?? new Map<string, { key: string; trace: Trace }>();
  variants.set(trace, known);
  const key = keyOf(companions);
  const found = known.get(name);
  if (found?.key === key) return found.trace;
  const made = make(trace);
  known.set(name, { key, trace: made });
  return made;
}
