/** A panel of lines: axes, grid, envelopes and means, error bars and flags. */

import { drawTimeGrid, drawValueAxis } from "./axes";
import { type Axis, type Curve, type Drawn, type Frame } from "./curve";
import { barsOf, hasErrors } from "./errors";
import { belowZero, countIn, isAnyIn, joined, scaled, valueExtent, withBars } from "./extents";
import { partsOf, type Parts } from "./flags";
import type { Area } from "./frame";
import { colourOf, dashOf } from "./legend";
import { drawErrors, drawHollow, drawLine, gapsIn, type Stroke } from "./lines";
import { shapeOf } from "./paths";
import { mapping, type Mapping } from "./points";
import { chosenExtent, type Extent } from "./scale";
import { scaling, sidesOf, type SideAxis } from "./sides";
import type { Surface } from "./surface";
import { segmentsOf, type Segment } from "./trace";

/** Flagged values are there, but not to be relied on. */
const FLAGGED_ALPHA = 0.35;
/** Lines beside the one looked at. */
const DIM_ALPHA = 0.2;

interface Line {
  curve: Curve;
  stroke: Stroke;
  factor: number;
  segments: Segment[];
  /** What is good and what is not; null where all is drawn alike. */
  parts: Parts | null;
  errors: Segment[];
}

interface Side extends SideAxis {
  lines: Line[];
  found: Extent;
  extent: Extent;
}

export function drawLines(ctx: Surface, area: Area, frame: Frame): Drawn {
  const sides = sidesOf(frame.curves, frame.values, frame.second).map((s) => measured(s, frame));
  const there = sides.filter((side) => Number.isFinite(side.found.low));
  if (!frame.bare) drawAxes(ctx, area, frame, there);
  ctx.save();
  ctx.beginPath();
  // A line along the edge of the plot is drawn in its whole width.
  ctx.rect(area.left, area.top - 1, area.width, area.height + 2);
  ctx.clip();
  for (const { extent, kind, lines } of there) {
    if (kind === "linear") zeroLine(ctx, extent, area, frame);
    for (const line of lines) {
      drawOne(ctx, mapping(area, frame.range, extent, kind, line.factor), line, frame);
    }
  }
  ctx.restore();
  return told(sides, frame);
}

function told(sides: Side[], { range }: Frame): Drawn {
  const [left, right] = (["left", "right"] as const).map((s) => sides.find((a) => a.side === s));
  const lines = sides.flatMap((side) => side.lines);
  const logarithmic = sides.filter((s) => s.kind === "log").flatMap((s) => s.lines);
  const reaches = (side: Side | undefined): boolean => Number.isFinite(side?.found.low);
  return {
    extent: left && reaches(left) ? left.found : null,
    units: left?.units ?? null,
    right:
      right && reaches(right)
        ? { extent: right.found, units: right.units, kind: right.kind }
        : null,
    kind: (left ?? right)?.kind ?? "linear",
    gaps: gapsIn(lines[0]?.segments ?? [], range),
    empty: !lines.some((line) => isAnyIn(line.segments, range)),
    unshown: sum(logarithmic, (line) => belowZero(line.segments, range)),
    flagged: sum(lines, (line) => countIn(line.parts?.points ?? [], range)),
  };
}

function sum<T>(items: T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function measured(side: SideAxis, frame: Frame): Side {
  const { kind, choice } = side;
  const lines = side.curves.flatMap((curve) => linesOf(curve, side, frame));
  const extents = lines.map(({ segments, parts, errors, factor }) => {
    const shown = parts ? [...parts.good, ...parts.flagged] : segments;
    const found = valueExtent(shown, frame.range, kind);
    return scaled(withBars(found, valueExtent(errors, frame.range, kind), kind), factor);
  });
  const found = joined(extents);
  return { ...side, lines, found, extent: chosenExtent(choice.limits, found, kind) };
}

function linesOf(curve: Curve, { units }: SideAxis, frame: Frame): Line[] {
  const { range } = frame;
  const { flag, columns } = curve.look;
  const lines = columns.map((column) => {
    const segments = segmentsOf(curve.view.pieces, column, curve.cadence, range);
    return {
      curve,
      stroke: strokeOf(curve, column, frame),
      factor: scaling(curve, units),
      segments,
      parts: flag && flag.flagged !== "show" ? partsOf(segments, column, flag) : null,
      errors: hasErrors(curve, column) ? barsOf(segments, column, curve.look.errors) : [],
    };
  });
  // The magnitude lies under its components.
  return lines.reverse();
}

function strokeOf(curve: Curve, column: number, { curves, theme, lit }: Frame): Stroke {
  const index = curves.indexOf(curve);
  const colour = colourOf(curves, index, column);
  const dim = lit && (lit.curve !== index || lit.column !== column);
  return {
    colour: (colour === null ? undefined : theme.series[colour]) ?? theme.ink,
    dash: dashOf(index, column),
    shape: shapeOf(index),
    alpha: dim ? DIM_ALPHA : 1,
  };
}

function drawOne(
  ctx: Surface,
  map: Mapping,
  { stroke, segments, parts, errors }: Line,
  { theme, moving }: Frame,
): void {
  drawErrors(ctx, map, errors, stroke);
  if (!parts) {
    drawLine(ctx, map, segments, stroke, moving);
    return;
  }
  drawLine(ctx, map, parts.flagged, { ...stroke, alpha: FLAGGED_ALPHA * stroke.alpha }, moving);
  drawLine(ctx, map, parts.good, stroke, moving);
  drawHollow(ctx, map, parts.points, stroke, theme.ground);
}

function drawAxes(ctx: Surface, area: Area, frame: Frame, sides: Side[]): void {
  const { range, theme, ratio } = frame;
  drawTimeGrid(ctx, range, area, theme, ratio);
  sides.forEach(({ side, extent, kind, title }, i) => {
    const axis: Axis = { extent, kind, title };
    // Two grids would be none.
    drawValueAxis(ctx, axis, area, theme, ratio, i === 0, side);
  });
}

function zeroLine(ctx: Surface, extent: Extent, area: Area, frame: Frame): void {
  if (extent.low >= 0 || extent.high <= 0) return;
  const y = area.top + (extent.high / (extent.high - extent.low)) * area.height;
  ctx.fillStyle = frame.theme.secondary;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(area.left, Math.round(y * frame.ratio) / frame.ratio, area.width, 1 / frame.ratio);
  ctx.globalAlpha = 1;
}
