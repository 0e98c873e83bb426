/** A panel as tables: the times and values in view, for those who would rather read them. */

import type { Piece } from "../data/store";
import type { Tile } from "../data/tile";
import type { Range } from "../data/types";
import type { Cells } from "./cellpanel";
import { columnLabel, type Curve } from "./curve";
import { binLabel } from "./distribution";
import { timeOf, valueOf, type Found } from "./nearest";
import { textsOf } from "./reading";
import { numberText, prettyUnits } from "./scale";
import { scaling, type SideAxis } from "./sides";
import { durationText, exactTime } from "./time";
import { lowerBound } from "./trace";

/** How its numbers are written: for people, or with all digits for programs. */
export type Writing = "read" | "exact";

/** The samples of one curve that are in view; zoomed out, the buckets. */
export interface Table {
  title: string;
  /** What a row stands for, in words. */
  about: string;
  /** Of all columns; the first is the time. */
  header: string[];
  length: number;
  /** The texts of a row. */
  row(index: number, writing: Writing): string[];
}

/** A column of numbers. */
interface Column {
  name: string;
  number: number;
  /** Of a bucket; null: it has one number only. */
  stat: string | null;
}

/** What is told of a bucket, and how it is called. */
const STATS: [stat: string, name: string][] = [
  ["mean", "mean"],
  ["min", "least"],
  ["max", "greatest"],
];
/** Digits of numbers that were computed in single precision. */
const DIGITS = 7;

/** One table a curve. */
export function tablesOfLines(curves: Curve[], sides: SideAxis[], range: Range): Table[] {
  return curves.map((curve) => {
    const units = sides.find((side) => side.curves.includes(curve))?.units ?? null;
    const columns = curve.look.columns.map((number) => ({
      name: columnLabel(curve, number),
      number,
    }));
    return tableOf(curve, columns, scaling(curve, units), units, range);
  });
}

/** Bins side by side, each named as where it is; those that move by their numbers. */
export function tableOfCells({ curve, values }: Cells, range: Range): Table {
  const { columns, bins } = curve.tiled;
  const named = columns.map((_, number) => ({
    name: curve.moving ? `bin ${number + 1}` : binLabel(bins, number),
    number,
  }));
  return tableOf(curve, named, values.factor, values.units, range);
}

function tableOf(
  curve: Curve,
  columns: Omit<Column, "stat">[],
  factor: number,
  units: string | null,
  range: Range,
): Table {
  const places = placesIn(curve.view.pieces, range);
  const buckets = places.find(({ tile }) => tile.kind === "buckets")?.tile;
  const cells: Column[] = columns.flatMap((column) =>
    buckets
      ? statsOf(buckets).map((stat) => ({ ...column, ...stat(column.name) }))
      : single(column),
  );
  const told = (found: Found, { number, stat }: Column): [string, string] => {
    const value = valueOf(found, number, stat ?? undefined);
    const [text, exact] = textsOf(curve, value, factor);
    const magnitude = curve.tiled.columns[number] === "magnitude";
    // Least and greatest are samples; what was computed has only so many digits.
    const computed = magnitude || (found.tile.kind === "buckets" && stat === "mean");
    return [
      found.tile.kind === "buckets" ? numberText(value * factor) : text,
      computed && exact !== "" ? String(Number((value * factor).toPrecision(DIGITS))) : exact,
    ];
  };
  return {
    title: titleOf(curve, units),
    about: aboutRows(places.length, buckets),
    header: ["time, UTC", ...cells.map((c) => c.name)],
    length: places.length,
    row(index, writing) {
      const found = places[index];
      if (!found) return [];
      const texts = cells.map((column) => told(found, column)[writing === "read" ? 0 : 1]);
      return [exactTime(timeOf(found)), ...texts];
    },
  };
}

const single = (column: Omit<Column, "stat">): Column[] => [{ ...column, stat: null }];

function statsOf(tile: Tile): ((name: string) => Pick<Column, "name" | "stat">)[] {
  const kept = STATS.filter(([stat]) => tile.kind === "buckets" && tile.stats[stat]);
  return kept.map(([stat, called]) => (name) => ({
    name: kept.length > 1 ? `${name} ${called}` : name,
    stat,
  }));
}

function titleOf({ parameter }: Curve, units: string | null): string {
  const frame = parameter.frame ? ` in ${parameter.frame}` : "";
  const shown = units ? `, ${prettyUnits(units)}` : "";
  return `${parameter.label || parameter.name}${shown}${frame}`;
}

function aboutRows(count: number, buckets: Tile | undefined): string {
  const many = count.toLocaleString("en");
  if (buckets?.kind === "buckets") return `${many} stretches of ${durationText(buckets.width)}`;
  return count === 1 ? "one sample" : `${many} samples`;
}

/** Samples and filled buckets within `range`, in time order. */
function placesIn(pieces: Piece[], range: Range): Found[] {
  return pieces.flatMap(({ tile, from, to }) => {
    const [first, last] = spanOf(tile, Math.max(from, range.start), Math.min(to, range.stop));
    const places = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
    return places
      .filter((at) => tile.kind === "raw" || (tile.count[at] ?? 0) > 0)
      .map((at) => ({ tile, at }));
  });
}

/** Numbers [first, last) of what begins in a stretch of time; the bucket at its beginning too. */
function spanOf(tile: Tile, start: number, stop: number): [number, number] {
  if (tile.kind === "raw") return [lowerBound(tile.times, start), lowerBound(tile.times, stop)];
  const at = (time: number): number => (time - tile.start) / tile.width;
  return [Math.max(0, Math.floor(at(start))), Math.min(tile.buckets, Math.ceil(at(stop)))];
}

/** As comma-separated values, with all rows and digits. */
export function csvOf({ header, length, row }: Table): string {
  const quoted = (text: string): string =>
    /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = Array.from({ length }, (_, i) => row(i, "exact"));
  return [header, ...rows].map((cells) => `${cells.map(quoted).join()}\n`).join("");
}
