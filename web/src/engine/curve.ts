/** What a panel draws: its curves, the frame they are drawn in, and what came of it. */

import type { Piece, View } from "../data/store";
import type { Conversion, Parameter, Range, TiledParameter } from "../data/types";
import type { ColourMap } from "./colours";
import { prettyUnits, type AxisChoice, type Extent, type ScaleKind } from "./scale";
import type { Theme } from "./theme";

/** A parameter that belongs to a curve and has values at the same times. */
export interface Companion {
  tiled: TiledParameter;
  view: View;
}

/** How a curve is drawn as lines. */
export interface Look {
  /** Its place among the series of the panel. */
  place: number;
  /** Numbers of the columns drawn. */
  columns: number[];
  side: "left" | "right";
  /** Its error bars: downwards and upwards, or one for both; none are drawn. */
  errors: Companion[];
  flag: Flag | null;
}

/** A quality flag, and what becomes of samples it warns of. */
export interface Flag extends Companion {
  /** Values that warn of nothing. */
  good: number[];
  flagged: "show" | "mark" | "hide";
}

/** All columns against the left axis, nothing beside them. */
export function plainLook({ columns }: TiledParameter): Look {
  return { place: 0, columns: columns.map((_, i) => i), side: "left", errors: [], flag: null };
}

/** One series with all that is known of it. */
export interface Curve {
  parameter: Parameter;
  tiled: TiledParameter;
  cadence: number | null;
  view: View;
  /** Where the bins of a spectrogram are, if they move: the parameter that tells it. */
  moving: Piece[] | null;
  /** Units its values can be told in, and those of what goes upwards. */
  conversions: Conversion[];
  binConversions: Conversion[];
  /** What becomes of the dimensions that are not drawn, in words. */
  reduction: string;
  look: Look;
}

/** An axis as it is drawn. */
export interface Axis {
  extent: Extent;
  kind: ScaleKind;
  title: string;
}

export interface Frame {
  curves: Curve[];
  range: Range;
  /** CSS pixels. */
  width: number;
  height: number;
  ratio: number;
  theme: Theme;
  /** Of the values: the left axis of lines, the colours of a spectrogram. */
  values: AxisChoice;
  /** The right axis of lines; what goes upwards in a spectrogram. */
  second: AxisChoice;
  map: ColourMap;
  /** A small picture: nothing but the data. */
  bare?: boolean;
  /** On its way to another: it is drawn quickly rather than to the last bit. */
  moving?: boolean;
  /** The line to be seen before all others. */
  lit?: LineName | null;
}

/** A line of a panel: the number of its curve and of its column. */
export interface LineName {
  curve: number;
  column: number;
}

/** What a drawn panel shows, for words and legends. */
export interface Drawn {
  /** Range of the values (lines) or of the colours (spectrogram). */
  extent: Extent | null;
  /** What they are told in; undefined: as the data are. */
  units?: string | null;
  /** Range and units of the values at the right axis. */
  right?: { extent: Extent; units: string | null; kind: ScaleKind } | null;
  /** Points a logarithmic axis has no place for. */
  unshown?: number;
  /** Points in view that a quality flag warns of. */
  flagged?: number;
  kind: ScaleKind;
  gaps: number;
  empty: boolean;
  /** What goes upwards in a spectrogram. */
  up?: Axis;
}

export const NOTHING_DRAWN: Drawn = { extent: null, kind: "linear", gaps: 0, empty: true };

export function isSpectrogram(curve: Curve): boolean {
  return curve.tiled.display === "spectrogram";
}

/** "nT · GSE": what a number on an axis means. */
export function axisTitle(units: string | null, frame: string | null, name = ""): string {
  const unit = units === null ? "unit unknown" : prettyUnits(units);
  return [name, unit, frame ?? ""].filter(Boolean).join(" · ");
}

/** `Bx` for a short name, `x` where the name is long and in the title; |B| for the magnitude. */
export function columnLabel(
  { parameter, tiled }: Pick<Curve, "parameter" | "tiled">,
  column: number,
): string {
  const { name } = parameter;
  const said = tiled.columns[column] ?? "";
  const short = name.length <= 3;
  if (tiled.columns.length === 1) return parameter.label || name;
  if (said === "magnitude") return short ? `|${name}|` : said;
  if (said.startsWith(name)) return short ? said : said.slice(name.length).replace(/^[_ ]/, "");
  return short && said.length <= 2 ? name + said : said;
}
