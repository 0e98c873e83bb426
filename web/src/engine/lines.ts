/** Lines on a canvas: the envelope as a band, the mean on top of it, samples as they are. */

import type { Range } from "../data/types";
import type { Area } from "./frame";
import type { Extent, ScaleKind } from "./scale";
import { joins, type Segment } from "./trace";

const LINE_WIDTH = 1.25;
const BAND_ALPHA = 0.2;
/** The band's edge keeps a spike visible that is narrower than a pixel. */
const EDGE_ALPHA = 0.4;
const EDGE_WIDTH = 0.75;
/** Samples further apart than this many pixels are marked one by one. */
const MARK_SPACING = 12;

/** Smallest and largest value drawn within `range`; positive ones only on a log axis. */
export function valueExtent(segments: Segment[], range: Range, kind: ScaleKind): Extent {
  let low = Infinity;
  let high = -Infinity;
  const floor = kind === "log" ? Number.MIN_VALUE : -Infinity;
  for (const { trace, begin, end } of segments) {
    for (let i = begin; i < end; i++) {
      const time = trace.times[i] ?? NaN;
      if (time < range.start || time > range.stop) continue;
      const bottom = trace.low[i] ?? NaN;
      const top = trace.high[i] ?? NaN;
      if (bottom >= floor && bottom < low) low = bottom;
      if (top >= floor && top > high) high = top;
    }
  }
  return { low, high };
}

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

export function mapping(area: Area, range: Range, extent: Extent, kind: ScaleKind): Mapping {
  const log = kind === "log";
  const base = log ? Math.log(extent.low) : extent.low;
  const top = log ? Math.log(extent.high) : extent.high;
  const perSecond = area.width / (range.stop - range.start);
  return { area, kind, start: range.start, perSecond, base, perUnit: area.height / (top - base) };
}

/** Runs of points without a break, as parts of segments. */
function runs(segments: Segment[]): Segment[][] {
  const out: Segment[][] = [];
  let open: Segment[] = [];
  const close = (): void => {
    if (open.length > 0) out.push(open);
    open = [];
  };
  for (const { trace, begin, end } of segments) {
    let from = begin;
    for (let i = begin; i <= end; i++) {
      if (i < end && !Number.isNaN(trace.mean[i])) continue;
      if (i > from) {
        const part = { trace, begin: from, end: i };
        const before = open.at(-1);
        if (before && !joins(before, part)) close();
        open.push(part);
      }
      if (i < end) close();
      from = i + 1;
    }
  }
  close();
  return out;
}

/**
 * A run in pixels. The arrays are used again for every run: a frame draws some hundred
 * thousand points, and must leave nothing behind for the garbage collector.
 */
class Points {
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

  #fit(length: number): void {
    this.length = length;
    if (length <= this.x.length) return;
    for (const name of ["x", "mean", "low", "high"] as const) {
      this[name] = new Float64Array(2 * length);
    }
  }
}

function heights(
  values: Float32Array,
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

function band(path: Path2D, map: Mapping, points: Points): void {
  const { x, low, high, length } = points;
  const bottom = map.area.top + map.area.height;
  // A single bucket would have no width at all.
  const half = length === 1 ? 0.75 : 0;
  for (let i = 0; i < length; i++) {
    const y = high[i] ?? NaN;
    const top = Number.isFinite(y) ? y : bottom;
    if (i === 0) path.moveTo((x[0] ?? NaN) - half, top);
    path.lineTo((x[i] ?? NaN) + half, top);
  }
  for (let i = length - 1; i >= 0; i--) {
    const y = low[i] ?? NaN;
    const floor = Number.isFinite(y) ? y : bottom;
    path.lineTo((x[i] ?? NaN) + half, floor);
    if (half > 0) path.lineTo((x[i] ?? NaN) - half, floor);
  }
  path.closePath();
}

/**
 * Draw a polyline; where many points fall on one pixel only the first, lowest, highest
 * and last of them, which looks the same.
 */
function line(path: Path2D, { x: xs, mean, length }: Points): void {
  let down = false;
  let column = NaN;
  let x = 0;
  let top = 0;
  let bottom = 0;
  let last = 0;
  for (let i = 0; i <= length; i++) {
    const y = i < length ? (mean[i] ?? NaN) : NaN;
    const next = xs[i] ?? NaN;
    const there = Number.isFinite(y);
    if (there && down && Math.floor(next * 2) === column) {
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      last = y;
      continue;
    }
    if (down && top !== bottom) {
      path.lineTo(x, top);
      path.lineTo(x, bottom);
      path.lineTo(x, last);
    }
    if (there && down) path.lineTo(next, y);
    else if (there) path.moveTo(next, y);
    down = there;
    column = Math.floor(next * 2);
    x = next;
    top = bottom = last = y;
  }
}

/** Mark single points, and every point where they are far apart. */
function marks(path: Path2D, { x, mean, length }: Points): void {
  const extent = (x[length - 1] ?? NaN) - (x[0] ?? NaN);
  if (length > 1 && extent < (length - 1) * MARK_SPACING) return;
  const radius = length === 1 ? 1.25 : 2;
  for (let i = 0; i < length; i++) {
    const at = x[i] ?? NaN;
    const y = mean[i] ?? NaN;
    if (!Number.isFinite(y)) continue;
    path.moveTo(at + radius, y);
    path.arc(at, y, radius, 0, 2 * Math.PI);
  }
}

const scratch = new Points();

/** Draw one column in `colour`, clipped to the plot. */
export function drawLine(
  ctx: CanvasRenderingContext2D,
  map: Mapping,
  segments: Segment[],
  colour: string,
): void {
  const { left, top, width, height } = map.area;
  const bands = new Path2D();
  const lines = new Path2D();
  const dots = new Path2D();
  for (const run of runs(segments)) {
    const envelope = run.some((s) => s.trace.envelope);
    scratch.project(run, map, envelope);
    if (envelope) band(bands, map, scratch);
    line(lines, scratch);
    marks(dots, scratch);
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineJoin = "round";
  ctx.globalAlpha = BAND_ALPHA;
  ctx.fill(bands);
  ctx.globalAlpha = EDGE_ALPHA;
  ctx.lineWidth = EDGE_WIDTH;
  ctx.stroke(bands);
  ctx.globalAlpha = 1;
  ctx.lineWidth = LINE_WIDTH;
  ctx.stroke(lines);
  ctx.fill(dots);
  ctx.restore();
}

/** How often the line is broken within `range`. */
export function gapsIn(segments: Segment[], range: Range): number {
  const parts = runs(segments);
  return parts.slice(1).filter((run) => {
    const time = run[0]?.trace.times[run[0].begin] ?? NaN;
    return time >= range.start && time <= range.stop;
  }).length;
}
