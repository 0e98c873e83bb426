/** The legend of a figure: at the right of its panel, above it where an axis stands there. */

import type { Curve, Drawn } from "./curve";
import { isSpectrogram } from "./curve";
import { GUTTER, type Area } from "./frame";
import { legendOf, type LegendEntry } from "./legend";
import { fontOf, shortened, textAt } from "./lettering";
import type { Surface } from "./surface";
import type { Theme } from "./theme";

export const LINE = 15;
const SAMPLE = 16;
const GAP = 5;
const APART = 10;

/** A line of the legend: what is drawn, or what a mark means. */
interface Item {
  label: string;
  entry: LegendEntry | null;
}

function itemsOf(curves: Curve[], drawn: Drawn): Item[] {
  const all = legendOf(curves);
  const lines = all.length > 1 ? all.filter((entry) => entry.shown) : [];
  const hidden = curves.some((c) => c.look.flag?.flagged === "hide");
  return [
    ...lines.map((entry) => ({ label: entry.label, entry })),
    ...(curves.some((c) => c.look.errors.length > 0) ? [{ label: "± error", entry: null }] : []),
    ...(drawn.flagged && !hidden ? [{ label: "○ flagged", entry: null }] : []),
  ];
}

/** Whether the legend needs a row of its own. */
export function isAbove(curves: Curve[]): boolean {
  return curves.some((c) => c.look.side === "right") && !curves.some(isSpectrogram);
}

export function drawLegend(
  surface: Surface,
  curves: Curve[],
  drawn: Drawn,
  area: Area,
  theme: Theme,
): void {
  if (curves.length === 0 || curves.some(isSpectrogram)) return;
  const items = itemsOf(curves, drawn);
  surface.font = fontOf(theme, 11);
  const right = area.left + area.width;
  if (!isAbove(curves)) {
    items.forEach((item, i) => {
      const room = GUTTER.right - SAMPLE - GAP - 12;
      drawItem(surface, item, right + 9, area.top + LINE * (i + 0.5), room, theme);
    });
    return;
  }
  inRow(surface, items, area, theme);
}

/** Above the plot, beginning at its left. */
function inRow(surface: Surface, items: Item[], area: Area, theme: Theme): void {
  let x = area.left;
  for (const item of items) {
    drawItem(surface, item, x, area.top - LINE / 2, Infinity, theme);
    x += (item.entry ? SAMPLE + GAP : 0) + surface.measureText(item.label).width + APART;
  }
}

function drawItem(
  surface: Surface,
  { label, entry }: Item,
  x: number,
  y: number,
  room: number,
  theme: Theme,
): void {
  const at = entry ? x + SAMPLE + GAP : x;
  const colour = entry ? colourOf(entry, theme) : theme.secondary;
  textAt(surface, shortened(surface, label, entry ? room : room + SAMPLE), at, y, { colour });
  if (!entry) return;
  surface.beginPath();
  surface.moveTo(x, y);
  surface.lineTo(x + SAMPLE, y);
  surface.strokeStyle = colour;
  surface.lineWidth = 1.5;
  surface.setLineDash([...entry.dash]);
  surface.stroke();
  surface.setLineDash([]);
}

function colourOf({ colour }: LegendEntry, theme: Theme): string {
  return (colour === null ? undefined : theme.series[colour]) ?? theme.ink;
}
