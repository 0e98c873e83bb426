/** A panel in words, for those who do not see it. */

import { isSpectrogram, type Curve, type Drawn } from "./curve";
import { numberText, prettyUnits } from "./scale";
import { durationText, readableTime } from "./time";
import type { Range } from "../data/types";

export function summary(curves: Curve[], drawn: Drawn, range: Range, pixels: number): string {
  const first = curves[0];
  if (!first) return "Nothing to show yet.";
  const secondsPerPixel = (range.stop - range.start) / Math.max(1, pixels);
  const names = curves.map((c) => c.parameter.label || c.parameter.name).join(", ");
  const units = first.parameter.units ? prettyUnits(first.parameter.units) : "";
  const frame = first.parameter.frame ? ` in ${first.parameter.frame}` : "";
  const kind = isSpectrogram(first) ? "Spectrogram" : "Line plot";
  const from = readableTime(range.start, secondsPerPixel);
  const to = readableTime(range.stop, secondsPerPixel);
  const when = `${from} to ${to} UTC (${durationText(range.stop - range.start)})`;
  const head = `${kind} of ${names}${units ? `, ${units}` : ""}${frame}, ${when}.`;
  if (drawn.empty || !drawn.extent) return `${head} No data here.`;
  const { low, high } = drawn.extent;
  const values = ` Values from ${numberText(low)} to ${numberText(high)} ${units}`.trimEnd();
  const gaps = drawn.gaps === 1 ? ", one gap" : drawn.gaps > 1 ? `, ${drawn.gaps} gaps` : "";
  return `${head}${values}${gaps}.`;
}
