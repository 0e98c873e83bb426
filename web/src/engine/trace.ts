/**
 * From tiles to what a line panel draws: one column as a sequence of points with gaps.
 *
 * Bucket tiles give an envelope (low, high) round a mean; raw tiles give the samples
 * alone. Both end up in the same arrays, so that pieces of different levels can stand
 * side by side while finer ones are loading.
 */

import type { Piece } from "../data/store";
import type { BucketTile, RawTile } from "../data/tile";

/** Points of one column in time order. A NaN in `mean` is a break of the line. */
export interface Trace {
  times: number[];
  mean: number[];
  low: number[];
  high: number[];
  /** Whether low and high say more than mean. */
  envelope: boolean;
}

/** A step longer than this many cadences is a gap... */
const GAP = 1.75;
/** ...and one this long even where its neighbours are as long. */
const LONG_GAP = 64;

function emptyTrace(): Trace {
  return { times: [], mean: [], low: [], high: [], envelope: false };
}

function add(trace: Trace, time: number, mean: number, low: number, high: number): void {
  trace.times.push(time);
  trace.mean.push(mean);
  trace.low.push(low);
  trace.high.push(high);
}

/** First index whose element is not below `value`, in a sorted array. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Buckets of `tile` meeting [from, to]: [first, last). */
export function bucketRange(tile: BucketTile, from: number, to: number): [number, number] {
  const first = Math.max(0, Math.floor((from - tile.start) / tile.width + 1e-9));
  const last = Math.min(tile.buckets, Math.ceil((to - tile.start) / tile.width - 1e-9));
  return [first, Math.max(first, last)];
}

function addBuckets(
  trace: Trace,
  tile: BucketTile,
  from: number,
  to: number,
  column: number,
  cadence: number,
): void {
  const mean = tile.stats["mean"];
  if (!mean) return;
  const low = tile.stats["min"] ?? mean;
  const high = tile.stats["max"] ?? mean;
  const [first, last] = bucketRange(tile, from, to);
  const base = column * tile.buckets;
  // One bucket more at both sides, so that lines reach the edges of the plot.
  const begin = Math.max(0, first - 1);
  const end = Math.min(tile.buckets, last + 1);
  const longest = Math.max(1.5 * tile.width, GAP * cadence);
  for (let i = begin; i < end; i++) {
    const value = mean[base + i] ?? NaN;
    if (Number.isNaN(value)) continue;
    const time = tile.start + (i + 0.5) * tile.width;
    breakIf(trace, time, longest);
    add(trace, time, value, low[base + i] ?? value, high[base + i] ?? value);
  }
  trace.envelope ||= low !== mean;
}

/** End the line where the last point is further than `longest` away. */
function breakIf(trace: Trace, time: number, longest: number): void {
  const before = trace.times.at(-1);
  if (before !== undefined && time - before > longest)
    add(trace, (before + time) / 2, NaN, NaN, NaN);
}

function isGap(times: Float64Array, i: number, cadence: number): boolean {
  const step = (times[i] ?? 0) - (times[i - 1] ?? 0);
  if (step <= GAP * cadence) return false;
  if (step > LONG_GAP * cadence) return true;
  // A slower mode of the instrument is no gap: there the steps nearby are as long.
  const before = i > 1 ? (times[i - 1] ?? 0) - (times[i - 2] ?? 0) : 0;
  const after = i + 1 < times.length ? (times[i + 1] ?? 0) - (times[i] ?? 0) : 0;
  return step > GAP * Math.max(before, after);
}

function addSamples(
  trace: Trace,
  tile: RawTile,
  from: number,
  to: number,
  column: number,
  cadence: number,
): void {
  const { times, values } = tile;
  const base = column * times.length;
  const begin = Math.max(0, lowerBound(times, from) - 1);
  const end = Math.min(times.length, lowerBound(times, to) + 1);
  for (let i = begin; i < end; i++) {
    const time = times[i] ?? NaN;
    const value = values[base + i] ?? NaN;
    if (i === begin) breakIf(trace, time, GAP * cadence);
    else if (isGap(times, i, cadence)) add(trace, time, NaN, NaN, NaN);
    // Neighbouring tiles overlap by the sample that leads the line over the border.
    if (i === begin && time <= (trace.times.at(-1) ?? -Infinity)) continue;
    add(trace, time, value, value, value);
  }
}

/** The points of `column` in `pieces`. `cadence`: seconds between samples, null if unknown. */
export function traceOf(pieces: Piece[], column: number, cadence: number | null): Trace {
  const trace = emptyTrace();
  for (const { tile, from, to } of pieces) {
    if (tile.kind === "buckets") addBuckets(trace, tile, from, to, column, cadence ?? 0);
    else addSamples(trace, tile, from, to, column, cadence ?? usualStep(tile.times));
  }
  return trace;
}

/** Median step, where the source names none. */
export function usualStep(times: Float64Array): number {
  const steps = times.subarray(1).map((t, i) => t - (times[i] ?? 0));
  return steps.length === 0 ? Infinity : (steps.sort()[steps.length >> 1] ?? Infinity);
}
