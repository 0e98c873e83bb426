/** A panel of lines: axes, grid, envelopes and means, and a legend. */

import { drawTimeGrid, drawValueAxis } from "./axes";
import { axisTitle, columnLabel, NOTHING_DRAWN, type Curve, type Drawn, type Frame } from "./curve";
import { GUTTER, type Area } from "./frame";
import { drawLine, gapsIn, mapping, valueExtent } from "./lines";
import { chosenExtent, type Extent } from "./scale";
import { seriesColour, type Theme } from "./theme";
import { segmentsOf, type Segment } from "./trace";

/** A line of the legend. */
export interface LegendEntry {
  label: string;
  colour: string;
}

export function drawLines(ctx: CanvasRenderingContext2D, area: Area, frame: Frame): Drawn {
  const { curves, range, theme, ratio, values } = frame;
  const first = curves[0];
  if (!first) return NOTHING_DRAWN;
  const kind = values.scale ?? first.parameter.scale;
  const lines = curves.flatMap((curve, i) => linesOf(curve, i, frame));
  const found = valueExtent(
    lines.flatMap((l) => l.segments),
    range,
    kind,
  );
  const extent = chosenExtent(values.limits, found, kind);
  const empty = !Number.isFinite(found.low);
  if (!frame.bare) {
    drawTimeGrid(ctx, range, area, theme, ratio);
    const title = axisTitle(first.parameter.units, first.parameter.frame);
    if (!empty) drawValueAxis(ctx, { extent, kind, title }, area, theme, ratio, true);
  }
  if (!empty && kind === "linear" && extent.low < 0 && extent.high > 0)
    zeroLine(ctx, extent, area, frame);
  const map = mapping(area, range, extent, kind);
  for (const { segments, colour } of lines) drawLine(ctx, map, segments, colour);
  if (!frame.bare) drawLegend(ctx, area, frame, legend(curves, theme));
  const gaps = gapsIn(lines[0]?.segments ?? [], range);
  return { extent: empty ? null : found, kind, gaps, empty };
}

interface Line {
  segments: Segment[];
  colour: string;
}

function linesOf(curve: Curve, index: number, { range, theme }: Frame): Line[] {
  const columns = curve.tiled.columns;
  const shift = columns.length === 1 ? index : 0;
  const lines = columns.map((name, column) => ({
    segments: segmentsOf(curve.view.pieces, column, curve.cadence, range),
    colour: seriesColour(theme, column + shift, name),
  }));
  // The magnitude lies under its components.
  return lines.reverse();
}

export function legend(curves: Curve[], theme: Theme): LegendEntry[] {
  return curves.flatMap((curve, i) =>
    curve.tiled.columns.map((name, column) => ({
      label: columnLabel(curve, column),
      colour: seriesColour(theme, column + (curve.tiled.columns.length === 1 ? i : 0), name),
    })),
  );
}

function zeroLine(ctx: CanvasRenderingContext2D, extent: Extent, area: Area, frame: Frame): void {
  const y = area.top + (extent.high / (extent.high - extent.low)) * area.height;
  ctx.fillStyle = frame.theme.secondary;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(area.left, Math.round(y * frame.ratio) / frame.ratio, area.width, 1 / frame.ratio);
  ctx.globalAlpha = 1;
}

const LEGEND_STEP = 17;

function drawLegend(
  ctx: CanvasRenderingContext2D,
  area: Area,
  frame: Frame,
  entries: LegendEntry[],
): void {
  const room = Math.max(1, Math.floor(area.height / LEGEND_STEP));
  const left = area.left + area.width + 10;
  // A single line is named by the panel's title.
  if (entries.length < 2) return;
  ctx.font = frame.theme.font;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  entries.slice(0, room).forEach(({ label, colour }, i) => {
    const y = area.top + 8 + i * LEGEND_STEP;
    ctx.fillStyle = colour;
    ctx.fillRect(left, y - 1, 10, 2);
    ctx.fillText(label, left + 15, y, GUTTER.right - 28);
  });
}
