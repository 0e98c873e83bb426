/** Which sample, or which bucket, stands at a time. */

import type { View } from "../data/store";
import type { Tile } from "../data/tile";
import { columnAt, NOTHING, reachOf } from "./cells";
import { isGap, lowerBound, usualStep } from "./trace";

/** A sample or a bucket of a tile. */
export interface Found {
  tile: Tile;
  at: number;
}

/** Seconds a sample may be away: where none is missing, as far as the next; else one cadence. */
function reachAt(tile: Tile, cadence: number | null, time: number): number {
  if (tile.kind === "buckets") return 0;
  const after = lowerBound(tile.times, time);
  const between = after > 0 && after < tile.times.length;
  const gap = !between || isGap(tile.times, after, cadence ?? usualStep(tile.times));
  return gap ? 2 * reachOf(tile, cadence) : Infinity;
}

/** What stands at `time`; null is a gap. */
export function nearest({ pieces }: View, cadence: number | null, time: number): Found | null {
  const tile = pieces.find((p) => time >= p.from && time < p.to)?.tile;
  if (!tile) return null;
  const at = columnAt(tile, time, reachAt(tile, cadence, time));
  return at === NOTHING ? null : { tile, at };
}

/** The time of a sample, the beginning of a bucket; UTC seconds. */
export function timeOf({ tile, at }: Found): number {
  return tile.kind === "raw" ? (tile.times[at] ?? NaN) : tile.start + at * tile.width;
}

/** A value of a sample; of a bucket one of its statistics, its mean where that is not kept. */
export function valueOf({ tile, at }: Found, column: number, stat = "mean"): number {
  if (tile.kind === "raw") return tile.values[column * tile.times.length + at] ?? NaN;
  return (tile.stats[stat] ?? tile.stats["mean"])?.[column * tile.buckets + at] ?? NaN;
}
