/** Value axes, colour bars and the time axis: hairlines, ticks and their texts. */

import type { Range } from "../data/types";
import type { Axis } from "./curve";
import { crisp, xOf, yOf, type Area } from "./frame";
import { ticks, type Ticks } from "./scale";
import type { Surface } from "./surface";
import type { Theme } from "./theme";
import { timeTicks, type TimeTick } from "./time";

const TICK = 5;
const MINOR_TICK = 3;
const PIXELS_PER_TICK = { linear: 34, log: 20 } as const;
/** Of a title at the right, beside the plot. */
const TITLE_AT = 76;
/** Room a label needs, so that the ones at the ends are not cut. */
const LABEL_EDGE = 6;

/** Vertical lines and labels of an axis at x, ticks to the left (-1) or right (1). */
export function scaleTicks(
  ctx: Surface,
  marks: Ticks,
  axis: Axis,
  area: Area,
  x: number,
  side: -1 | 1,
  theme: Theme,
  ratio: number,
): void {
  // From edge to edge of pixels: half of one is not the same colour twice.
  const edge = (side < 0 ? Math.ceil(x * ratio) : Math.floor(x * ratio)) / ratio;
  const line = (value: number, length: number): void => {
    const y = crisp(yOf(value, axis.extent, axis.kind, area), ratio);
    ctx.moveTo(edge, y);
    ctx.lineTo(edge + side * length, y);
  };
  ctx.beginPath();
  for (const { value } of marks.major) line(value, TICK);
  for (const value of marks.minor) line(value, MINOR_TICK);
  ctx.strokeStyle = theme.secondary;
  ctx.globalAlpha = 0.6;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.secondary;
  ctx.textAlign = side < 0 ? "right" : "left";
  ctx.textBaseline = "middle";
  for (const { value, label } of marks.major) {
    const y = yOf(value, axis.extent, axis.kind, area);
    const inside = Math.min(
      area.top + area.height - LABEL_EDGE,
      Math.max(area.top + LABEL_EDGE, y),
    );
    if (Math.abs(inside - y) > LABEL_EDGE) continue;
    ctx.fillText(label, x + side * (TICK + 4), inside);
  }
}

export function verticalTitle(ctx: Surface, title: string, x: number, area: Area): void {
  ctx.save();
  ctx.translate(x, area.top + area.height / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(title, 0, 0, area.height);
  ctx.restore();
}

export function ticksFor(axis: Axis, area: Area): Ticks {
  return ticks(
    axis.extent,
    axis.kind,
    Math.max(2, Math.floor(area.height / PIXELS_PER_TICK[axis.kind])),
  );
}

/** An axis beside a plot. `grid`: faint lines across, for lines but not for colours. */
export function drawValueAxis(
  ctx: Surface,
  axis: Axis,
  area: Area,
  theme: Theme,
  ratio: number,
  grid: boolean,
  side: "left" | "right" = "left",
): void {
  const marks = ticksFor(axis, area);
  ctx.font = theme.font;
  ctx.lineWidth = 1 / ratio;
  if (grid) {
    ctx.beginPath();
    for (const { value } of marks.major) {
      const y = crisp(yOf(value, axis.extent, axis.kind, area), ratio);
      ctx.moveTo(area.left, y);
      ctx.lineTo(area.left + area.width, y);
    }
    ctx.strokeStyle = theme.hairline;
    ctx.stroke();
  }
  const right = area.left + area.width;
  const x = crisp(side === "left" ? area.left : right, ratio);
  scaleTicks(ctx, marks, axis, area, x, side === "left" ? -1 : 1, theme, ratio);
  verticalTitle(ctx, axis.title, side === "left" ? 10 : right + TITLE_AT, area);
}

/** Faint vertical lines at the major ticks of time. */
export function drawTimeGrid(
  ctx: Surface,
  range: Range,
  area: Area,
  theme: Theme,
  ratio: number,
): void {
  ctx.beginPath();
  for (const { time } of timeTicks(range.start, range.stop, area.width).major) {
    const x = crisp(xOf(time, range, area), ratio);
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.top + area.height);
  }
  ctx.lineWidth = 1 / ratio;
  ctx.strokeStyle = theme.hairline;
  ctx.stroke();
}

/** Contexts where they change, and at the left edge; none that would overlap the next. */
function contexts(
  ctx: Surface,
  major: TimeTick[],
  range: Range,
  area: Area,
): { x: number; text: string }[] {
  const out: { x: number; text: string }[] = [];
  let before = "";
  for (const tick of major) {
    if (tick.context && tick.context !== before) {
      out.push({ x: xOf(tick.time, range, area), text: tick.context });
    }
    before = tick.context;
  }
  return out.filter((item, i) => {
    const next = out[i + 1];
    return !next || next.x - item.x > ctx.measureText(item.text).width + 16;
  });
}

/** The time axis under all panels: ticks, labels, and the date where it changes. */
export function drawTimeAxis(
  ctx: Surface,
  range: Range,
  area: Area,
  theme: Theme,
  ratio: number,
): void {
  const { major, minor } = timeTicks(range.start, range.stop, area.width);
  const top = crisp(area.top, ratio);
  const line = (time: number, length: number): void => {
    const x = crisp(xOf(time, range, area), ratio);
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + length);
  };
  ctx.beginPath();
  for (const { time } of major) line(time, TICK);
  for (const time of minor) line(time, MINOR_TICK);
  ctx.lineWidth = 1 / ratio;
  ctx.strokeStyle = theme.secondary;
  ctx.stroke();
  ctx.font = theme.font;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.ink;
  for (const { time, label } of major) {
    ctx.fillText(label, xOf(time, range, area), area.top + TICK + 5);
  }
  ctx.fillStyle = theme.secondary;
  for (const { x, text } of contexts(ctx, major, range, area)) {
    ctx.fillText(text, Math.max(x, area.left + 20), area.top + TICK + 20);
  }
}
