/** The read-out: which values stand at a time. */

import { columnOf } from "./alongside";
import { columnLabel, type Curve } from "./curve";
import { hasErrors } from "./errors";
import { GOOD, statusOf } from "./flags";
import { colourOf } from "./legend";
import { nearest, timeOf, valueOf, type Found } from "./nearest";
import { exactText, numberText } from "./scale";
import { scaling, type SideAxis } from "./sides";

/** One value of a read-out. */
export interface Reading {
  label: string;
  text: string;
  /** As programs write it, to the last digit; "" where there is none. */
  exact: string;
  /** Its error, its flag. */
  more: string;
  /** Least and greatest of the bucket it is the mean of. */
  range: [string, string] | null;
  /** Number of its colour; null is ink. */
  colour: number | null;
}

/** What stands at a time. */
export interface Readout {
  /** Of the sample read, or of the beginning of the bucket; null: there is none. */
  time: number | null;
  /** Length of the bucket whose mean is told, s; 0: it is a sample. */
  width: number;
  readings: Reading[];
}

export const NOTHING_READ: Readout = { time: null, width: 0, readings: [] };

/** Digits that numbers in other units have: as many as the stored ones can. */
const DIGITS = { float32: 7, float64: 15 } as const;

/** A sample as people and as programs read it. */
export function textsOf({ tiled }: Curve, value: number, factor: number): [string, string] {
  if (Number.isNaN(value)) return ["—", ""];
  const told = factor === 1 ? value : Number((value * factor).toPrecision(DIGITS[tiled.rawType]));
  return [exactText(told), String(told)];
}

function errorText(curve: Curve, time: number, column: number, factor: number): string {
  if (!hasErrors(curve, column)) return "";
  const sizes = curve.look.errors.map((companion) => {
    const found = nearest(companion.view, curve.cadence, time);
    return found ? valueOf(found, columnOf(companion, column)) * factor : NaN;
  });
  if (sizes.every(Number.isNaN)) return "";
  const [minus, plus = minus] = sizes.map((size) => numberText(Math.abs(size), 3));
  return minus === plus ? `±${minus}` : `+${plus} −${minus}`;
}

function flagText({ look, cadence }: Curve, time: number, column: number): string {
  if (!look.flag) return "";
  const found = nearest(look.flag.view, cadence, time);
  if (!found) return "";
  const [low, high] = ["min", "max"].map((stat) =>
    valueOf(found, columnOf(look.flag as NonNullable<typeof look.flag>, column), stat),
  );
  if (statusOf(low ?? NaN, high ?? NaN, look.flag.good) === GOOD) return "";
  return low === high ? `flag ${low}` : "flagged in part";
}

type Told = Pick<Reading, "text" | "exact" | "more" | "range">;

const NO_VALUE: Told = { text: "—", exact: "", more: "", range: null };

function readBucket(found: Found, column: number, factor: number): Told {
  const told = (stat: string): string => numberText(valueOf(found, column, stat) * factor);
  const text = told("mean");
  const range: Told["range"] = text === NO_VALUE.text ? null : [told("min"), told("max")];
  return { ...NO_VALUE, text, range };
}

function readSample(curve: Curve, found: Found, column: number, factor: number): Told {
  const time = timeOf(found);
  const value = valueOf(found, column);
  // A magnitude is computed: no server tells more digits of it than mean something.
  const computed = curve.tiled.columns[column] === "magnitude";
  const [text, exact] = textsOf(curve, computed ? Number(value.toPrecision(7)) : value, factor);
  const beside = [errorText(curve, time, column, factor), flagText(curve, time, column)];
  return { text, exact, more: beside.filter(Boolean).join(", "), range: null };
}

/** The values of all columns that are drawn. */
function readCurve(curves: Curve[], curve: Curve, axis: SideAxis, found: Found | null): Reading[] {
  const factor = scaling(curve, axis.units);
  const read = (column: number): Told => {
    if (!found) return NO_VALUE;
    return found.tile.kind === "buckets"
      ? readBucket(found, column, factor)
      : readSample(curve, found, column, factor);
  };
  return curve.look.columns.map((column) => ({
    ...read(column),
    label: columnLabel(curve, column),
    colour: colourOf(curves, curves.indexOf(curve), column),
  }));
}

export function readLines(curves: Curve[], sides: SideAxis[], time: number): Readout {
  const parts = curves.map((curve) => {
    const found = nearest(curve.view, curve.cadence, time);
    const axis = sides.find((side) => side.curves.includes(curve));
    return { found, readings: axis ? readCurve(curves, curve, axis, found) : [] };
  });
  const first = parts.find((p) => p.found)?.found ?? null;
  return {
    time: first && timeOf(first),
    width: first?.tile.kind === "buckets" ? first.tile.width : 0,
    readings: parts.flatMap((p) => p.readings),
  };
}
