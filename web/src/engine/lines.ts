/** Lines on a canvas: the envelope as a band, the mean on top of it, samples as they are. */

import type { Range } from "../data/types";
import { areApart, band, bars, line, marks, type Shape } from "./paths";
import { placed, type Placed } from "./placed";
import { Points, runs, type Mapping } from "./points";
import { addShapes, hasShapes, noShapes, type Strokes } from "./shapes";
import { newPath, type Surface } from "./surface";
import type { Segment } from "./trace";

const LINE_WIDTH = 1.25;
const BAND_ALPHA = 0.2;
/** The band's edge keeps a spike visible that is narrower than a pixel. */
const EDGE_ALPHA = 0.4;
const EDGE_WIDTH = 0.75;
const MARKS = { lone: 1.25, apart: 2 };
/** Of flagged samples, which have to be seen. */
const HOLLOW_MARKS = { lone: 2.75, apart: 2.75 };
/** Bars nearer than this many pixels would run into each other. */
const BAR_SPACING = 7;
const ERROR_ALPHA = 0.12;
const BAR_ALPHA = 0.6;

export interface Stroke {
  colour: string;
  dash: readonly number[];
  shape: Shape;
  /** 1: as it is; less where another line is looked at, or the values are flagged. */
  alpha: number;
}

const scratch = new Points();

/** Draw one column. `moving`: paths of the frame before may be moved. */
export function drawLine(
  ctx: Surface,
  map: Mapping,
  segments: Segment[],
  { colour, dash, shape, alpha }: Stroke,
  moving = false,
): void {
  const bands = newPath(ctx);
  const lines = newPath(ctx);
  const dots = newPath(ctx);
  // Dashes have to run on from point to point.
  const shapes = dash.length === 0 && !ctx.newPath ? noShapes() : null;
  const moved: Placed[] = shapes ? [{ strokes: shapes, right: 0, down: 0 }] : [];
  for (const run of runs(segments)) {
    if (shapes && hasShapes(run, map)) {
      const before = moving ? placed(run, map) : null;
      if (before) moved.push(before);
      else addShapes(shapes, run, map);
      continue;
    }
    const envelope = run.some((s) => s.trace.envelope);
    scratch.project(run, map, envelope);
    line(lines, scratch);
    marks(dots, scratch, shape, MARKS);
    if (!envelope) continue;
    scratch.thin();
    band(bands, map, scratch);
  }
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.globalAlpha = BAND_ALPHA * alpha;
  ctx.fill(bands);
  inPlace(ctx, moved, ({ band }) => ctx.fill(band));
  ctx.globalAlpha = EDGE_ALPHA * alpha;
  ctx.lineWidth = EDGE_WIDTH;
  ctx.stroke(bands);
  inPlace(ctx, moved, ({ edge }) => ctx.stroke(edge));
  ctx.globalAlpha = alpha;
  ctx.lineWidth = LINE_WIDTH;
  ctx.setLineDash([...dash]);
  ctx.stroke(lines);
  inPlace(ctx, moved, ({ line }) => ctx.stroke(line));
  ctx.setLineDash([]);
  ctx.fill(dots);
  ctx.globalAlpha = 1;
}

/** Draw paths where they belong in this frame. */
function inPlace(ctx: Surface, all: Placed[], draw: (strokes: Strokes) => void): void {
  for (const { strokes, right, down } of all) {
    ctx.translate(right, down);
    draw(strokes);
    ctx.translate(-right, -down);
  }
}

/** Draw error bars; a faint band where the samples are too near for bars. */
export function drawErrors(
  ctx: Surface,
  map: Mapping,
  segments: Segment[],
  { colour, alpha }: Stroke,
): void {
  const bands = newPath(ctx);
  const lines = newPath(ctx);
  for (const run of runs(segments)) {
    scratch.project(run, map, true);
    if (areApart(scratch, BAR_SPACING)) bars(lines, scratch, map);
    else band(bands, map, scratch);
  }
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.globalAlpha = ERROR_ALPHA * alpha;
  ctx.fill(bands);
  ctx.globalAlpha = BAR_ALPHA * alpha;
  ctx.lineWidth = 1;
  ctx.stroke(lines);
  ctx.globalAlpha = 1;
}

/** Draw hollow marks on single samples. */
export function drawHollow(
  ctx: Surface,
  map: Mapping,
  segments: Segment[],
  { colour, shape, alpha }: Stroke,
  ground: string,
): void {
  const dots = newPath(ctx);
  for (const run of runs(segments)) {
    if (run.some((s) => s.trace.envelope)) continue;
    scratch.project(run, map, false);
    marks(dots, scratch, shape, HOLLOW_MARKS);
  }
  ctx.globalAlpha = alpha;
  ctx.fillStyle = ground;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.fill(dots);
  ctx.stroke(dots);
  ctx.globalAlpha = 1;
}

/** How often the line is broken within `range`. */
export function gapsIn(segments: Segment[], range: Range): number {
  const parts = runs(segments);
  return parts.slice(1).filter((run) => {
    const time = run[0]?.trace.times[run[0].begin] ?? NaN;
    return time >= range.start && time <= range.stop;
  }).length;
}
