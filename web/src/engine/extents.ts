/** What a panel's lines reach, and what of them an axis cannot show. */

import type { Range } from "../data/types";
import type { Extent, ScaleKind } from "./scale";
import { lowerBound, type Segment, type Trace } from "./trace";

/** Error bars may make the axis this many times longer at either end, no more. */
const MOST_ERROR = 1;

/** The points [from, to) of a segment that lie within `range`. */
function within({ trace, begin, end }: Segment, { start, stop }: Range): [number, number] {
  const { times } = trace;
  const from = Math.max(begin, lowerBound(times, start));
  let to = Math.min(end, lowerBound(times, stop));
  while (to < end && (times[to] ?? NaN) <= stop) to++;
  return [from, to];
}

/** Smallest and largest value drawn within `range`; positive ones only on a log axis. */
export function valueExtent(segments: Segment[], range: Range, kind: ScaleKind): Extent {
  let least = Infinity;
  let most = -Infinity;
  const floor = kind === "log" ? 0 : -Infinity;
  for (const segment of segments) {
    const { low, mean, high } = segment.trace;
    const [from, to] = within(segment, range);
    for (let i = from; i < to; i++) {
      let bottom = low[i] ?? NaN;
      const top = high[i] ?? NaN;
      // Of a bucket that reaches below zero its mean is the least that is known to have a place.
      if (bottom <= floor) bottom = mean[i] ?? NaN;
      if (bottom > floor && bottom < least) least = bottom;
      if (top > floor && top > most) most = top;
    }
  }
  return { low: most > -Infinity ? Math.min(least, most) : least, high: most };
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
  return count(segments, range, ({ low }, i) => (low[i] ?? NaN) <= 0);
}

/** Points within `range` that have a value. */
export function countIn(segments: Segment[], range: Range): number {
  return count(segments, range, hasValue);
}

/** Whether any point within `range` has a value. */
export function isAnyIn(segments: Segment[], range: Range): boolean {
  return segments.some((segment) => {
    const [from, to] = within(segment, range);
    for (let i = from; i < to; i++) if (hasValue(segment.trace, i)) return true;
    return false;
  });
}

const hasValue = ({ mean }: Trace, i: number): boolean => !Number.isNaN(mean[i] ?? NaN);

function count(
  segments: Segment[],
  range: Range,
  counts: (of: Trace, i: number) => boolean,
): number {
  let found = 0;
  for (const segment of segments) {
    const [from, to] = within(segment, range);
    for (let i = from; i < to; i++) if (counts(segment.trace, i)) found++;
  }
  return found;
}
