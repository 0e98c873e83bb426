/** Lines on a canvas: the envelope as a band, the mean on top of it, samples as they are. */

import type { Range } from "../data/types";
import { xOf, yOf, type Area } from "./frame";
import type { Extent, ScaleKind } from "./scale";
import type { Trace } from "./trace";

const LINE_WIDTH = 1.25;
const BAND_ALPHA = 0.24;
/** Samples further apart than this are marked one by one. */
const MARK_SPACING = 12;

/** Smallest and largest value drawn within `range`; positive ones only on a log axis. */
export function traceExtent(traces: Trace[], range: Range, kind: ScaleKind): Extent {
  let low = Infinity;
  let high = -Infinity;
  const floor = kind === "log" ? Number.MIN_VALUE : -Infinity;
  for (const trace of traces) {
    for (const [i, time] of trace.times.entries()) {
      if (time < range.start || time > range.stop) continue;
      const bottom = trace.low[i] ?? NaN;
      const top = trace.high[i] ?? NaN;
      if (bottom >= floor && bottom < low) low = bottom;
      if (top >= floor && top > high) high = top;
    }
  }
  return { low, high };
}

interface Canvas {
  ctx: CanvasRenderingContext2D;
  area: Area;
  range: Range;
  extent: Extent;
  kind: ScaleKind;
}

/** Runs [begin, end) of points without a break. */
function runs(trace: Trace): [number, number][] {
  const out: [number, number][] = [];
  let begin = 0;
  for (let i = 0; i <= trace.mean.length; i++) {
    if (i < trace.mean.length && !Number.isNaN(trace.mean[i])) continue;
    if (i > begin) out.push([begin, i]);
    begin = i + 1;
  }
  return out;
}

function band(
  { ctx, area, range, extent, kind }: Canvas,
  trace: Trace,
  run: [number, number],
): void {
  const [begin, end] = run;
  const bottom = area.top + area.height;
  const y = (value: number): number => {
    const at = yOf(value, extent, kind, area);
    return Number.isFinite(at) ? at : bottom;
  };
  // A single bucket would have no width at all.
  const half = end - begin === 1 ? 0.75 : 0;
  for (let i = begin; i < end; i++) {
    const x = xOf(trace.times[i] ?? NaN, range, area);
    if (i === begin) ctx.moveTo(x - half, y(trace.high[i] ?? NaN));
    ctx.lineTo(x + half, y(trace.high[i] ?? NaN));
  }
  for (let i = end - 1; i >= begin; i--) {
    const x = xOf(trace.times[i] ?? NaN, range, area);
    ctx.lineTo(x + half, y(trace.low[i] ?? NaN));
    if (i === begin) ctx.lineTo(x - half, y(trace.low[i] ?? NaN));
  }
  ctx.closePath();
}

function line(
  { ctx, area, range, extent, kind }: Canvas,
  trace: Trace,
  run: [number, number],
): void {
  const [begin, end] = run;
  let drawing = false;
  for (let i = begin; i < end; i++) {
    const x = xOf(trace.times[i] ?? NaN, range, area);
    const y = yOf(trace.mean[i] ?? NaN, extent, kind, area);
    // Zero and below have no place on a log axis.
    if (!Number.isFinite(y)) {
      drawing = false;
    } else if (drawing) {
      ctx.lineTo(x, y);
    } else {
      ctx.moveTo(x, y);
      drawing = true;
    }
  }
}

function marks({ ctx, area, range, extent, kind }: Canvas, trace: Trace): void {
  for (const [i, time] of trace.times.entries()) {
    const value = trace.mean[i] ?? NaN;
    if (Number.isNaN(value)) continue;
    const x = xOf(time, range, area);
    const left = Number.isNaN(trace.mean[i - 1] ?? NaN)
      ? -Infinity
      : xOf(trace.times[i - 1] ?? NaN, range, area);
    const right = Number.isNaN(trace.mean[i + 1] ?? NaN)
      ? Infinity
      : xOf(trace.times[i + 1] ?? NaN, range, area);
    const alone = left === -Infinity && right === Infinity;
    if (!alone && (x - left < MARK_SPACING || right - x < MARK_SPACING)) continue;
    const y = yOf(value, extent, kind, area);
    if (!Number.isFinite(y)) continue;
    const radius = alone ? 1.25 : 2;
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** Draw one trace in `colour`, clipped to the plot. */
export function drawTrace(canvas: Canvas, trace: Trace, colour: string): void {
  const { ctx, area } = canvas;
  const parts = runs(trace);
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.fillStyle = colour;
  if (trace.envelope) {
    ctx.beginPath();
    for (const run of parts) band(canvas, trace, run);
    ctx.globalAlpha = BAND_ALPHA;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  for (const run of parts) line(canvas, trace, run);
  ctx.strokeStyle = colour;
  ctx.lineWidth = LINE_WIDTH;
  ctx.lineJoin = "round";
  ctx.stroke();
  ctx.beginPath();
  marks(canvas, trace);
  ctx.fill();
  ctx.restore();
}
