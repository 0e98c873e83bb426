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
  x: (time: number) => number;
  /** Not finite where the value has no place: zero and below on a log axis. */
  y: (value: number) => number;
}

export function mapping(area: Area, range: Range, extent: Extent, kind: ScaleKind): Mapping {
  const perSecond = area.width / (range.stop - range.start);
  const bottom = area.top + area.height;
  const x = (time: number): number => area.left + (time - range.start) * perSecond;
  if (kind === "linear") {
    const perUnit = area.height / (extent.high - extent.low);
    return { area, x, y: (value) => bottom - (value - extent.low) * perUnit };
  }
  const perFactor = area.height / Math.log(extent.high / extent.low);
  const y = (value: number): number => bottom - Math.log(value / extent.low) * perFactor;
  return { area, x, y };
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

function band(ctx: CanvasRenderingContext2D, map: Mapping, run: Segment[]): void {
  const bottom = map.area.top + map.area.height;
  const y = (value: number): number => {
    const at = map.y(value);
    return Number.isFinite(at) ? at : bottom;
  };
  const points = run.reduce((sum, s) => sum + s.end - s.begin, 0);
  // A single bucket would have no width at all.
  const half = points === 1 ? 0.75 : 0;
  let first = true;
  for (const { trace, begin, end } of run) {
    for (let i = begin; i < end; i++) {
      const x = map.x(trace.times[i] ?? NaN);
      const top = y(trace.high[i] ?? NaN);
      if (first) ctx.moveTo(x - half, top);
      ctx.lineTo(x + half, top);
      first = false;
    }
  }
  for (const { trace, begin, end } of run.toReversed()) {
    for (let i = end - 1; i >= begin; i--) {
      const x = map.x(trace.times[i] ?? NaN);
      const low = y(trace.low[i] ?? NaN);
      ctx.lineTo(x + half, low);
      if (half > 0) ctx.lineTo(x - half, low);
    }
  }
  ctx.closePath();
}

/**
 * Draws a polyline; where many points fall on one pixel only the first, lowest, highest
 * and last of them, which looks the same.
 */
class Pen {
  readonly #ctx: CanvasRenderingContext2D;
  #down = false;
  #column = NaN;
  #x = 0;
  #low = 0;
  #high = 0;
  #last = 0;

  constructor(ctx: CanvasRenderingContext2D) {
    this.#ctx = ctx;
  }

  to(x: number, y: number): void {
    if (!Number.isFinite(y)) {
      this.up();
      return;
    }
    const column = Math.floor(x * 2);
    if (this.#down && column === this.#column) {
      if (y < this.#low) this.#low = y;
      if (y > this.#high) this.#high = y;
      this.#last = y;
      return;
    }
    this.#flush();
    if (this.#down) this.#ctx.lineTo(x, y);
    else this.#ctx.moveTo(x, y);
    this.#down = true;
    this.#column = column;
    this.#x = x;
    this.#low = this.#high = this.#last = y;
  }

  up(): void {
    this.#flush();
    this.#down = false;
    this.#column = NaN;
  }

  #flush(): void {
    if (!this.#down || this.#low === this.#high) return;
    this.#ctx.lineTo(this.#x, this.#low);
    this.#ctx.lineTo(this.#x, this.#high);
    this.#ctx.lineTo(this.#x, this.#last);
  }
}

function line(ctx: CanvasRenderingContext2D, map: Mapping, run: Segment[]): void {
  const pen = new Pen(ctx);
  for (const { trace, begin, end } of run) {
    for (let i = begin; i < end; i++) {
      pen.to(map.x(trace.times[i] ?? NaN), map.y(trace.mean[i] ?? NaN));
    }
  }
  pen.up();
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  if (!Number.isFinite(y)) return;
  ctx.moveTo(x + radius, y);
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Mark single points, and every point where they are far apart. */
function marks(ctx: CanvasRenderingContext2D, map: Mapping, run: Segment[]): void {
  const points = run.reduce((sum, s) => sum + s.end - s.begin, 0);
  const left = map.x(run[0]?.trace.times[run[0].begin] ?? NaN);
  const tail = run.at(-1);
  const right = map.x(tail?.trace.times[tail.end - 1] ?? NaN);
  if (points > 1 && right - left < (points - 1) * MARK_SPACING) return;
  const radius = points === 1 ? 1.25 : 2;
  for (const { trace, begin, end } of run) {
    for (let i = begin; i < end; i++) {
      dot(ctx, map.x(trace.times[i] ?? NaN), map.y(trace.mean[i] ?? NaN), radius);
    }
  }
}

/** Draw one column in `colour`, clipped to the plot. */
export function drawLine(
  ctx: CanvasRenderingContext2D,
  map: Mapping,
  segments: Segment[],
  colour: string,
): void {
  const parts = runs(segments);
  const { left, top, width, height } = map.area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineJoin = "round";
  ctx.globalAlpha = BAND_ALPHA;
  ctx.beginPath();
  for (const run of parts) if (run.some((s) => s.trace.envelope)) band(ctx, map, run);
  ctx.fill();
  ctx.globalAlpha = EDGE_ALPHA;
  ctx.lineWidth = EDGE_WIDTH;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.lineWidth = LINE_WIDTH;
  ctx.beginPath();
  for (const run of parts) line(ctx, map, run);
  ctx.stroke();
  ctx.beginPath();
  for (const run of parts) marks(ctx, map, run);
  ctx.fill();
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
