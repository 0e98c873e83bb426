/** The axis at the left of a spectrogram: numbers, or names where the bins have no numbers. */

import { drawValueAxis, verticalTitle } from "./axes";
import type { Rows } from "./bins";
import type { Axis, Frame } from "./curve";
import { crisp, GUTTER, yOf, type Area } from "./frame";
import { shortened } from "./lettering";
import type { Surface } from "./surface";

const LINE_HEIGHT = 13;
const TICK = 5;
/** Room for the title left of the names. */
const TITLE = 20;

export function drawRowAxis(
  ctx: Surface,
  axis: Axis,
  names: string[] | null,
  rows: Rows,
  area: Area,
  { theme, ratio }: Pick<Frame, "theme" | "ratio">,
): void {
  if (!names) {
    drawValueAxis(ctx, axis, area, theme, ratio, false);
    return;
  }
  ctx.font = theme.font;
  ctx.lineWidth = 1 / ratio;
  ctx.fillStyle = theme.secondary;
  ctx.strokeStyle = theme.secondary;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  const left = crisp(area.left, ratio);
  const room = GUTTER.left - TITLE - TICK - 4;
  let free = Infinity;
  names.forEach((name, row) => {
    const y = yOf(rows.centre(row, 0), rows.extent, rows.kind, area);
    if (!(y > area.top && y < area.top + area.height) || y > free) return;
    free = y - LINE_HEIGHT;
    ctx.fillRect(left - TICK, crisp(y, ratio) - 0.5 / ratio, TICK, 1 / ratio);
    ctx.fillText(shortened(ctx, name, room), left - TICK - 4, y);
  });
  verticalTitle(ctx, axis.title, 10, area);
}
