/** Rulers: numbers under the time axis, at its major ticks. */

import type { View } from "../data/store";
import type { Parameter, Range, TiledParameter } from "../data/types";
import { columnLabel } from "./curve";
import { nearest, valueOf } from "./nearest";
import { numberText, prettyUnits } from "./scale";
import { timeTicks } from "./time";

/** One row: a column of a parameter. */
export interface RulerRow {
  label: string;
  /** Units and frame. */
  meaning: string;
  /** A text for each tick; a gap is "—". */
  texts: string[];
}

/** Times of the ticks that numbers stand at. */
export function rulerTimes(range: Range, pixels: number): number[] {
  return timeTicks(range.start, range.stop, pixels).major.map(({ time }) => time);
}

/** The rows of a parameter: samples next to the ticks, means of buckets when zoomed out. */
export function rulerRows(
  parameter: Parameter,
  tiled: TiledParameter,
  view: View,
  cadence: number | null,
  times: number[],
): RulerRow[] {
  const found = times.map((time) => nearest(view, cadence, time));
  const units = parameter.units ? prettyUnits(parameter.units) : "";
  return tiled.columns.map((_, column) => ({
    label: columnLabel({ parameter, tiled }, column),
    meaning: [units, parameter.frame ?? ""].filter(Boolean).join(" "),
    texts: found.map((at) => numberText(at ? valueOf(at, column) : NaN)),
  }));
}
