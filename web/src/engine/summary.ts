/** A panel in words, for those who do not see it. */

import { isSpectrogram, type Axis, type Curve, type Drawn } from "./curve";
import { numberText, prettyUnits, type Extent } from "./scale";
import { durationText, readableTime } from "./time";
import type { Range } from "../data/types";

/** What a logarithmic axis leaves out; zoomed out a point stands for many values. */
export function unshownText(count: number, curves: Curve[]): string {
  const zoomedOut = curves.some((c) => c.view.pieces.some((p) => p.tile.kind === "buckets"));
  if (zoomedOut) return `Values at or below zero, in ${count} places, are not shown.`;
  return count === 1
    ? "One value at or below zero is not shown."
    : `${count} values at or below zero are not shown.`;
}

function extentText({ low, high }: Extent, units: string | null | undefined): string {
  const told = units ? ` ${prettyUnits(units)}` : "";
  return `${numberText(low)} to ${numberText(high)}${told}`;
}

function gapsText(gaps: number): string {
  if (gaps === 0) return "";
  return gaps === 1 ? ", one gap" : `, ${gaps} gaps`;
}

/** "Upwards energy · eV from 10 to 1000, logarithmic; mean over azimuth." */
function upwardsText({ title, extent, kind }: Axis, reduction: string): string {
  const scale = kind === "log" ? ", logarithmic" : "";
  return `Upwards ${title} from ${extentText(extent, null)}${scale}${reduction ? `; ${reduction}` : ""}.`;
}

/** What is drawn, in sentences. */
function drawnText(curves: Curve[], drawn: Drawn): string {
  const { extent, right, gaps, unshown, up } = drawn;
  const units = drawn.units === undefined ? curves[0]?.parameter.units : drawn.units;
  const sentences = [
    extent ? `Values from ${extentText(extent, units)}${gapsText(gaps)}.` : "",
    right ? `At the right axis from ${extentText(right.extent, right.units)}.` : "",
    drawn.flagged ? `${drawn.flagged} points are flagged.` : "",
    unshown ? unshownText(unshown, curves) : "",
    up ? upwardsText(up, curves[0]?.reduction ?? "") : "",
  ];
  return sentences.filter(Boolean).join(" ");
}

export function summary(curves: Curve[], drawn: Drawn, range: Range, pixels: number): string {
  const first = curves[0];
  if (!first) return "Nothing to show yet.";
  const secondsPerPixel = (range.stop - range.start) / Math.max(1, pixels);
  const names = curves.map((c) => c.parameter.label || c.parameter.name).join(", ");
  const shown = drawn.units ?? first.parameter.units;
  const units = shown ? prettyUnits(shown) : "";
  const frame = first.parameter.frame ? ` in ${first.parameter.frame}` : "";
  const kind = isSpectrogram(first) ? "Spectrogram" : "Line plot";
  const from = readableTime(range.start, secondsPerPixel);
  const to = readableTime(range.stop, secondsPerPixel);
  const when = `${from} to ${to} UTC (${durationText(range.stop - range.start)})`;
  const head = `${kind} of ${names}${units ? `, ${units}` : ""}${frame}, ${when}.`;
  return `${head} ${drawn.empty ? "No data here." : drawnText(curves, drawn)}`.trimEnd();
}
