/** The colours of a spectrogram with their values, and how a drag on them changes their range. */

import { scaleTicks, ticksFor, verticalTitle } from "./axes";
import { lut, LUT_SIZE, type ColourMap } from "./colours";
import type { Axis } from "./curve";
import type { Area } from "./frame";
import { valueAt, type Extent, type Limits, type ScaleKind } from "./scale";
import type { Surface } from "./surface";
import type { Theme } from "./theme";

/** Where the bar stands, right of the plot: CSS pixels. */
export const BAR = { gap: 10, width: 10, title: 76 } as const;

/** `titles`: the fullest first; the first that fits is written. */
export function drawColourBar(
  ctx: Surface,
  axis: Omit<Axis, "title">,
  titles: string[],
  map: ColourMap,
  area: Area,
  theme: Theme,
  ratio: number,
): void {
  const left = area.left + area.width + BAR.gap;
  const table = lut(map);
  const gradient = ctx.createLinearGradient(0, area.top + area.height, 0, area.top);
  for (let i = 0; i < LUT_SIZE; i += 5) {
    const rgb = table.subarray(i * 4, i * 4 + 3).join(",");
    gradient.addColorStop(i / (LUT_SIZE - 1), `rgb(${rgb})`);
  }
  ctx.fillStyle = gradient;
  ctx.fillRect(left, area.top, BAR.width, area.height);
  ctx.font = theme.font;
  ctx.lineWidth = 1 / ratio;
  const whole = { ...axis, title: "" };
  scaleTicks(ctx, ticksFor(whole, area), whole, area, left + BAR.width, 1, theme, ratio);
  const title = titles.find((t) => ctx.measureText(t).width <= area.height) ?? titles.at(-1) ?? "";
  verticalTitle(ctx, title, area.left + area.width + BAR.title, area);
}

/** The outer quarters of the bar hold an end each, the middle both. */
const END = 0.25;
/** Nearest that a drag brings what it holds to the end that stays. */
const NEAREST = 0.04;

/**
 * The range of the colours after a drag from one height of the bar (0 bottom, 1 top) to another.
 *
 * The value that is held goes with the pointer, as on an axis that is dragged: the middle
 * shifts the range, an end stretches it and leaves the other end where it is.
 */
export function draggedLimits(extent: Extent, kind: ScaleKind, from: number, to: number): Limits {
  let [low, high] = [from - to, 1 + from - to];
  if (from > 1 - END) [low, high] = [0, from / Math.max(NEAREST, to)];
  else if (from < END) [low, high] = [1 - (1 - from) / Math.max(NEAREST, 1 - to), 1];
  return [rounded(valueAt(low, extent, kind)), rounded(valueAt(high, extent, kind))];
}

/** A hand is not steadier than this, and a link shorter with it. */
const rounded = (value: number): number => Number(value.toPrecision(4));
