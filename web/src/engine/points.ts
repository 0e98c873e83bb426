/** Points of a line in pixels. */

import type { Floats } from "../data/tile";
import type { Range } from "../data/types";
import type { Area } from "./frame";
import type { Extent, ScaleKind } from "./scale";
import { joins, lowerBound, stretchesOf, type Segment } from "./trace";

/** How times and values become pixels. */
export interface Mapping {
  area: Area;
  kind: ScaleKind;
  /** Time at the left edge, and pixels a second. */
  start: number;
  perSecond: number;
  /** Value at the bottom (its logarithm on a log axis), and pixels a unit of it. */
  base: number;
  perUnit: number;
}

/**
 * The mapping of an axis. `factor`: values are multiplied with it first, so that other units
 * are another mapping and not other values.
 */
export function mapping(
  area: Area,
  range: Range,
  extent: Extent,
  kind: ScaleKind,
  factor = 1,
): Mapping {
  const log = kind === "log";
  const [low, high] = [extent.low / factor, extent.high / factor];
  const base = log ? Math.log(low) : low;
  const top = log ? Math.log(high) : high;
  const perSecond = area.width / (range.stop - range.start);
  return { area, kind, start: range.start, perSecond, base, perUnit: area.height / (top - base) };
}

/** Runs of points without a break, as parts of segments. */
export function runs(segments: Segment[]): Segment[][] {
  const out: Segment[][] = [];
  let open: Segment[] = [];
  const close = (): void => {
    if (open.length > 0) out.push(open);
    open = [];
  };
  for (const { trace, begin, end } of segments) {
    const { begins, ends } = stretchesOf(trace);
    let at = begin;
    for (let k = lowerBound(ends, begin + 1); (begins[k] ?? Infinity) < end; k++) {
      const part = {
        trace,
        begin: Math.max(begin, begins[k] ?? 0),
        end: Math.min(end, ends[k] ?? 0),
      };
      const before = open.at(-1);
      if (part.begin > at || (before && !joins(before, part))) close();
      open.push(part);
      at = part.end;
    }
    if (at < end) close();
  }
  close();
  return out;
}

/** With more points a pixel, halves of it are not told apart. */
const MOST_PER_PIXEL = 8;

/**
 * A run in pixels. The arrays are used again for every run: a frame draws some hundred
 * thousand points, and must leave nothing behind for the garbage collector.
 */
export class Points {
  length = 0;
  x = new Float64Array(4096);
  mean = new Float64Array(4096);
  low = new Float64Array(4096);
  high = new Float64Array(4096);

  /** Heights are not finite where a value has no place: zero and below on a log axis. */
  project(run: Segment[], map: Mapping, envelope: boolean): void {
    this.#fit(run.reduce((sum, s) => sum + s.end - s.begin, 0));
    let at = 0;
    for (const { trace, begin, end } of run) {
      for (let i = begin; i < end; i++) {
        this.x[at + i - begin] =
          map.area.left + ((trace.times[i] ?? NaN) - map.start) * map.perSecond;
      }
      heights(trace.mean, begin, end, map, this.mean, at);
      if (envelope) {
        heights(trace.low, begin, end, map, this.low, at);
        heights(trace.high, begin, end, map, this.high, at);
      }
      at += end - begin;
    }
  }

  /** Columns a pixel is divided into where points are thinned out: what falls on one looks alike. */
  get columns(): number {
    const pixels = (this.x[this.length - 1] ?? NaN) - (this.x[0] ?? NaN);
    return this.length > MOST_PER_PIXEL * pixels ? 1 : 2;
  }

  /** Make one of the points on a column of pixels, from the lowest to the highest of them. */
  thin(): void {
    const { x, low, high, columns } = this;
    let to = -1;
    let column = NaN;
    for (let i = 0; i < this.length; i++) {
      const here = Math.floor((x[i] ?? NaN) * columns);
      const [bottom, top] = [low[i] ?? NaN, high[i] ?? NaN];
      if (here !== column) {
        to++;
        x[to] = x[i] ?? NaN;
        low[to] = bottom;
        high[to] = top;
        column = here;
        continue;
      }
      if (top < (high[to] ?? NaN) || !Number.isFinite(high[to])) high[to] = top;
      // Whatever has no place reaches down to the end of the axis.
      if (Number.isFinite(low[to]) && !(bottom <= (low[to] ?? NaN))) low[to] = bottom;
    }
    this.length = to + 1;
  }

  #fit(length: number): void {
    this.length = length;
    if (length <= this.x.length) return;
    for (const name of ["x", "mean", "low", "high"] as const) {
      this[name] = new Float64Array(2 * length);
    }
  }
}

function heights(
  values: Floats,
  begin: number,
  end: number,
  map: Mapping,
  out: Float64Array,
  at: number,
): void {
  const bottom = map.area.top + map.area.height;
  const { base, perUnit } = map;
  if (map.kind === "log") {
    for (let i = begin; i < end; i++) {
      out[at + i - begin] = bottom - (Math.log(values[i] ?? NaN) - base) * perUnit;
    }
    return;
  }
  for (let i = begin; i < end; i++) {
    out[at + i - begin] = bottom - ((values[i] ?? NaN) - base) * perUnit;
  }
}
