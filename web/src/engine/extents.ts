/** What a panel's lines reach, and what of them an axis cannot show. */

import type { Range } from "../data/types";
import type { Extent, ScaleKind } from "./scale";
import type { Segment } from "./trace";

/** Error bars may make the axis this many times longer at either end, no more. */
const MOST_ERROR = 1;

/** Call `use` with every point of `segments` within `range`. */
function within(
  segments: Segment[],
  range: Range,
  use: (low: number, mean: number, high: number) => void,
): void {
  for (const { trace, begin, end } of segments) {
    for (let i = begin; i < end; i++) {
      const time = trace.times[i] ?? NaN;
      if (time < range.start || time > range.stop) continue;
      use(trace.low[i] ?? NaN, trace.mean[i] ?? NaN, trace.high[i] ?? NaN);
    }
  }
}

/** Smallest and largest value drawn within `range`; positive ones only on a log axis. */
export function valueExtent(segments: Segment[], range: Range, kind: ScaleKind): Extent {
  let low = Infinity;
  let high = -Infinity;
  const log = kind === "log";
  within(segments, range, (bottom, mean, top) => {
    // Of a bucket that reaches below zero its mean is the least that is known to have a place.
    const least = log && bottom <= 0 ? mean : bottom;
    if ((!log || least > 0) && least < low) low = least;
    if ((!log || top > 0) && top > high) high = top;
  });
  return { low: high > -Infinity ? Math.min(low, high) : low, high };
}

/** `found` with its error bars; very long ones do not make all else small. */
export function withBars(found: Extent, bars: Extent, kind: ScaleKind): Extent {
  if (!Number.isFinite(bars.high) || !Number.isFinite(found.high)) return found;
  const most = MOST_ERROR * (found.high - found.low || Infinity);
  return {
    // Downwards on a log axis a bar may reach any depth.
    low: kind === "log" ? found.low : Math.min(found.low, Math.max(bars.low, found.low - most)),
    high: Math.max(found.high, Math.min(bars.high, found.high + most)),
  };
}

export function joined(extents: Extent[]): Extent {
  return {
    low: Math.min(...extents.map((e) => e.low)),
    high: Math.max(...extents.map((e) => e.high)),
  };
}

export function scaled({ low, high }: Extent, factor: number): Extent {
  return { low: low * factor, high: high * factor };
}

/** Points within `range` that reach zero or below, where a log axis has no place. */
export function belowZero(segments: Segment[], range: Range): number {
  let count = 0;
  within(segments, range, (low) => {
    if (low <= 0) count++;
  });
  return count;
}

/** Points within `range` that have a value. */
export function countIn(segments: Segment[], range: Range): number {
  let count = 0;
  within(segments, range, (_, mean) => {
    if (!Number.isNaN(mean)) count++;
  });
  return count;
}
