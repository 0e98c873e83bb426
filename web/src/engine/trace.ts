/**
 * From tiles to what a line panel draws: one column as a sequence of points with gaps.
 *
 * Bucket tiles give an envelope (low, high) round a mean; raw tiles give the samples
 * alone. Both end up in the same arrays, so that pieces of different levels can stand
 * side by side while finer ones are loading. A tile is turned into points once.
 */

import type { Piece } from "../data/store";
import type { BucketTile, Floats, RawTile, Tile } from "../data/tile";
import type { Range } from "../data/types";

/** Points of one column of one tile, in time order. A NaN in `mean` is a break of the line. */
export interface Trace {
  times: Float64Array;
  mean: Floats;
  low: Floats;
  high: Floats;
  /** Whether low and high say more than mean. */
  envelope: boolean;
  /** Points further apart than this (s) are not joined. */
  longest: number;
}

/** Points [begin, end) of a trace. */
export interface Segment {
  trace: Trace;
  begin: number;
  end: number;
}

/** A step longer than this many cadences is a gap... */
const GAP = 1.75;
/** ...and one this long even where its neighbours are as long. */
const LONG_GAP = 64;

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

/** Median step, where the source names none. */
export function usualStep(times: Float64Array): number {
  const steps = times.subarray(1).map((t, i) => t - (times[i] ?? 0));
  return steps.length === 0 ? Infinity : (steps.sort()[steps.length >> 1] ?? Infinity);
}

/** Copy the points at `kept` (-1: a break before the next one) out of the arrays of a tile. */
function gather(
  kept: number[],
  timeOf: (i: number) => number,
  columns: [Floats, Floats, Floats],
  base: number,
): Pick<Trace, "times" | "mean" | "low" | "high"> {
  const pick = (values: Floats): Floats => {
    const Kind = values instanceof Float64Array ? Float64Array : Float32Array;
    const picked = new Kind(kept.length);
    for (let at = 0; at < picked.length; at++) {
      const i = kept[at] ?? -1;
      picked[at] = i < 0 ? NaN : (values[base + i] ?? NaN);
    }
    return picked;
  };
  const times = new Float64Array(kept.length);
  for (let at = 0; at < times.length; at++) {
    const i = kept[at] ?? 0;
    // A break has the time of the point after it.
    times[at] = timeOf(i < 0 ? (kept[at + 1] ?? 0) : i);
  }
  const mean = pick(columns[0]);
  return {
    times,
    mean,
    low: columns[1] === columns[0] ? mean : pick(columns[1]),
    high: columns[2] === columns[0] ? mean : pick(columns[2]),
  };
}

function bucketTrace(tile: BucketTile, column: number, cadence: number): Trace {
  const mean = tile.stats["mean"] ?? new Float32Array();
  const low = tile.stats["min"] ?? mean;
  const high = tile.stats["max"] ?? mean;
  const base = column * tile.buckets;
  const longest = Math.max(1.5 * tile.width, GAP * cadence);
  const kept: number[] = [];
  let last = -Infinity;
  for (let i = 0; i < tile.buckets; i++) {
    if (Number.isNaN(mean[base + i] ?? NaN)) continue;
    if (kept.length > 0 && (i - last) * tile.width > longest) kept.push(-1);
    kept.push(i);
    last = i;
  }
  const timeOf = (i: number): number => tile.start + (i + 0.5) * tile.width;
  const points = gather(kept, timeOf, [mean, low, high], base);
  return { ...points, envelope: low !== mean, longest };
}

/** Whether samples are missing before sample `i`. */
export function isGap(times: Float64Array, i: number, cadence: number): boolean {
  const at = (k: number): number => times[k] ?? NaN;
  const step = at(i) - at(i - 1);
  if (step <= GAP * cadence) return false;
  if (step > LONG_GAP * cadence) return true;
  // A slower mode of the instrument is no gap: there the steps nearby are as long.
  const before = i > 1 ? at(i - 1) - at(i - 2) : 0;
  const after = i + 1 < times.length ? at(i + 1) - at(i) : 0;
  return step > GAP * Math.max(before, after);
}

function rawTrace(tile: RawTile, column: number, cadence: number): Trace {
  const { times, values } = tile;
  const kept: number[] = [];
  for (let i = 0; i < times.length; i++) {
    if (i > 0 && isGap(times, i, cadence)) kept.push(-1);
    kept.push(i);
  }
  const timeOf = (i: number): number => times[i] ?? NaN;
  const points = gather(kept, timeOf, [values, values, values], column * times.length);
  return { ...points, envelope: false, longest: GAP * cadence };
}

const traces = new WeakMap<Tile, Map<string, Trace>>();

/** The points of a column of a tile. `cadence`: seconds between samples, null if unknown. */
export function traceOf(tile: Tile, column: number, cadence: number | null): Trace {
  const known = traces.get(tile) ?? new Map<string, Trace>();
  traces.set(tile, known);
  const key = `${column} ${cadence}`;
  const found = known.get(key);
  if (found) return found;
  const made =
    tile.kind === "buckets"
      ? bucketTrace(tile, column, cadence ?? 0)
      : rawTrace(tile, column, cadence ?? usualStep(tile.times));
  known.set(key, made);
  return made;
}

/**
 * The points of `column` within `range`, and one more at each side, so that lines reach
 * the edges of the plot.
 */
export function segmentsOf(
  pieces: Piece[],
  column: number,
  cadence: number | null,
  range: Range,
): Segment[] {
  const all = pieces.map(({ tile, from, to }) => ({
    trace: traceOf(tile, column, cadence),
    from,
    to,
  }));
  let first = range.start;
  let last = range.stop;
  for (const { trace, from, to } of all) {
    const before = trace.times[lowerBound(trace.times, Math.min(range.start, to)) - 1] ?? -Infinity;
    if (before >= from) first = before;
  }
  for (const { trace, from, to } of all.toReversed()) {
    const after = trace.times[lowerBound(trace.times, Math.max(range.stop, from))] ?? Infinity;
    if (after < to) last = after;
  }
  return all
    .map(({ trace, from, to }) => ({
      trace,
      begin: lowerBound(trace.times, Math.max(from, first)),
      end: Math.max(
        lowerBound(trace.times, Math.min(to, last)),
        last < to ? lowerBound(trace.times, last) + 1 : 0,
      ),
    }))
    .map((s) => ({ ...s, end: Math.min(s.end, s.trace.times.length) }))
    .filter((s) => s.end > s.begin);
}

/** Where the points of a trace follow one another without a break: from begins[k] up to ends[k]. */
export interface Stretches {
  begins: number[];
  ends: number[];
}

const stretches = new WeakMap<Trace, Stretches>();

export function stretchesOf(trace: Trace): Stretches {
  const known = stretches.get(trace);
  if (known) return known;
  const { mean } = trace;
  const found: Stretches = { begins: [], ends: [] };
  for (let i = 0; i < mean.length; i++) {
    if (Number.isNaN(mean[i])) continue;
    if (i === 0 || Number.isNaN(mean[i - 1])) found.begins.push(i);
    if (i + 1 === mean.length || Number.isNaN(mean[i + 1])) found.ends.push(i + 1);
  }
  stretches.set(trace, found);
  return found;
}

/** Whether the line goes on from one segment to the next. */
export function joins(a: Segment, b: Segment): boolean {
  const step = (b.trace.times[b.begin] ?? Infinity) - (a.trace.times[a.end - 1] ?? -Infinity);
  return step <= Math.max(a.trace.longest, b.trace.longest);
}
