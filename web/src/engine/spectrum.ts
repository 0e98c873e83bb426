/** One spectrum of a spectrogram: its values over its bins, as a small plot and in words. */

import { drawValueAxis, ticksFor } from "./axes";
import type { Cells } from "./cellpanel";
import { cellAt } from "./cellreading";
import type { Axis, Drawn } from "./curve";
import { crisp, yOf, type Area } from "./frame";
import { timeOf, valueOf } from "./nearest";
import { fraction, numberText, prettyUnits, type Extent, type ScaleKind } from "./scale";
import { newPath, type Surface } from "./surface";
import type { Theme } from "./theme";
import { exactTime } from "./time";

/** All in the units shown. */
export interface Spectrum {
  /** Of the sample, or of the bucket's beginning. */
  time: number;
  /** A sample; else the mean of a bucket. */
  exact: boolean;
  bins: { low: number; high: number; centre: number; value: number }[];
  units: string | null;
  up: Axis;
  upUnits: string | null;
  values: Pick<Axis, "extent" | "kind">;
}

/** The spectrum at a time; null in a gap, and where nothing was drawn yet. */
export function spectrumAt(cells: Cells, drawn: Drawn, time: number): Spectrum | null {
  const { curve, rows, values, up } = cells;
  const found = cellAt(curve, time);
  const edges = rows.at(time);
  if (!found || !edges || !drawn.up || !drawn.extent) return null;
  const bins = Array.from({ length: edges.length / 2 }, (_, row) => ({
    low: (edges[2 * row] ?? NaN) * up.factor,
    high: (edges[2 * row + 1] ?? NaN) * up.factor,
    centre: rows.centre(row, time) * up.factor,
    value: valueOf(found, row) * values.factor,
  }));
  return {
    time: timeOf(found),
    exact: found.tile.kind === "raw",
    bins: bins.filter((b) => Number.isFinite(b.value) && Number.isFinite(b.low + b.high)),
    units: values.units,
    up: drawn.up,
    upUnits: up.units,
    values: { extent: drawn.extent, kind: drawn.kind },
  };
}

/** "Spectrum of 00:26:50Z, 32 bins: at most 2.1×10⁷ cm⁻² at 1200 eV." */
export function spectrumText({ time, exact, bins, units, upUnits }: Spectrum): string {
  const when = exactTime(time);
  const head = exact ? `Spectrum of ${when}` : `Mean spectrum from ${when}`;
  const top = bins.reduce<Spectrum["bins"][number] | null>(
    (best, bin) => (best && best.value >= bin.value ? best : bin),
    null,
  );
  if (!top) return `${head}: no values.`;
  const said = (value: number, unit: string | null): string =>
    `${numberText(value)} ${prettyUnits(unit ?? "")}`.trimEnd();
  return `${head}, ${bins.length} bins: at most ${said(top.value, units)} at ${said(top.centre, upUnits)}.`;
}

const MARGIN = { left: 46, right: 8, top: 6, bottom: 34 } as const;

export function drawSpectrum(
  ctx: Surface,
  spectrum: Spectrum,
  width: number,
  height: number,
  theme: Theme,
  ratio: number,
): void {
  const area: Area = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const { extent, kind } = widened(spectrum);
  const value: Axis = { extent, kind, title: "" };
  drawValueAxis(ctx, value, area, theme, ratio, true);
  drawAcross(ctx, spectrum.up, area, theme, ratio);
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top - 1, area.width, area.height + 2);
  ctx.clip();
  // Each bin as wide as it is, and a fine line through their middles to lead the eye.
  const bars = newPath(ctx);
  const line = newPath(ctx);
  for (const { low, high, centre, value: at } of spectrum.bins) {
    const y = yOf(kind === "log" ? Math.max(at, extent.low) : at, extent, kind, area);
    bars.moveTo(acrossOf(low, spectrum.up, area), y);
    bars.lineTo(acrossOf(high, spectrum.up, area), y);
    line.lineTo(acrossOf(centre, spectrum.up, area), y);
  }
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2;
  ctx.stroke(bars);
  ctx.lineWidth = 0.75;
  ctx.globalAlpha = 0.6;
  ctx.stroke(line);
  ctx.restore();
}

/** The range of the colours, and what of this spectrum lies outside it. */
function widened({ bins, values: { extent, kind } }: Spectrum): {
  extent: Extent;
  kind: ScaleKind;
} {
  const shown = bins.map((b) => b.value).filter((v) => kind === "linear" || v > 0);
  const low = kind === "log" ? extent.low : Math.min(extent.low, ...shown);
  return { extent: { low, high: Math.max(extent.high, ...shown) }, kind };
}

function acrossOf(value: number, { extent, kind }: Axis, area: Area): number {
  const at = kind === "log" && value <= 0 ? 0 : fraction(value, extent, kind);
  return area.left + at * area.width;
}

/** What goes upwards in the spectrogram goes to the right here. */
function drawAcross(ctx: Surface, axis: Axis, area: Area, theme: Theme, ratio: number): void {
  const bottom = crisp(area.top + area.height, ratio);
  const marks = ticksFor(axis, { ...area, height: area.width / 2 });
  ctx.beginPath();
  ctx.moveTo(area.left, bottom);
  ctx.lineTo(area.left + area.width, bottom);
  const tick = (value: number, length: number): void => {
    const x = crisp(acrossOf(value, axis, area), ratio);
    ctx.moveTo(x, bottom);
    ctx.lineTo(x, bottom + length);
  };
  for (const { value } of marks.major) tick(value, 5);
  for (const value of marks.minor) tick(value, 3);
  ctx.strokeStyle = theme.secondary;
  ctx.globalAlpha = 0.6;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.secondary;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const { value, label } of marks.major)
    ctx.fillText(label, acrossOf(value, axis, area), bottom + 7);
  ctx.fillText(axis.title, area.left + area.width / 2, bottom + 21, area.width);
}
