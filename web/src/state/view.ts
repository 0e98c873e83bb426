/**
 * `ViewState`: all that a link holds.
 *
 * Versioned and JSON-serialisable; a value like any other. `edit` changes it, `read`
 * makes it from any JSON, `link` from an address and back. What is not in here (theme,
 * width of the window, the panel worked on) does not travel with a link.
 */

import type { Example, Over, Range } from "../data/types";
import type { ColourMap } from "../engine/colours";
import type { AxisChoice } from "../engine/scale";
import { parseTime } from "../engine/time";
import { cleanRange } from "./range";

export const VERSION = 2;

/** The axis of a line panel that a series is drawn against. */
export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/** What becomes of samples that their quality flag warns of. */
export const FLAGGED = ["show", "mark", "hide"] as const;
export type Flagged = (typeof FLAGGED)[number];

/** One parameter of one dataset, as a panel shows it. */
export interface Series {
  dataset: string;
  parameter: string;
  /** Names of the columns drawn (`x`, `magnitude`…); null: all. */
  columns: string[] | null;
  side: Side;
  /** Whether uncertainties are drawn where there are some. */
  errors: boolean;
  flagged: Flagged;
}

export interface Panel {
  series: Series[];
  /** The left axis of lines; the colours of a spectrogram. */
  values: AxisChoice;
  /** The right axis of lines; what goes upwards in a spectrogram. */
  second: AxisChoice;
  map: ColourMap | null;
  /** Of a distribution of several dimensions, the one drawn upwards; null: the usual one. */
  upwards: number | null;
  /** Of such a distribution, one for each dimension not drawn; none: their mean. */
  over: Over[];
  /** Share of the height, beside the other panels. */
  height: number;
}

/** A row of numbers under the time axis. */
export interface Ruler {
  dataset: string;
  parameter: string;
}

export interface ViewState {
  v: typeof VERSION;
  /** Its name, on figures and in lists; empty: made from what is shown. */
  title: string;
  /** null until something is shown: then the whole coverage. */
  range: Range | null;
  panels: Panel[];
  rulers: Ruler[];
}

export const EMPTY: ViewState = { v: VERSION, title: "", range: null, panels: [], rulers: [] };

/** The axis as the data say. */
export const AS_DATA_SAY: AxisChoice = { scale: null, limits: null, units: null };

/** Least and greatest share of the height. */
export const HEIGHTS = [0.2, 8] as const;
export const MOST_PANELS = 64;
export const MOST_SERIES = 16;
export const MOST_RULERS = 12;

export function newSeries(dataset: string, parameter: string): Series {
  return { dataset, parameter, columns: null, side: "left", errors: true, flagged: "mark" };
}

export function newPanel(dataset: string, parameter: string): Panel {
  return panelOf([newSeries(dataset, parameter)]);
}

export function panelOf(series: Series[]): Panel {
  return {
    series,
    values: AS_DATA_SAY,
    second: AS_DATA_SAY,
    map: null,
    upwards: null,
    over: [],
    height: 1,
  };
}

/** What an example shows. */
export function exampleView({ title, start, stop, panels }: Example): ViewState {
  const [first, last] = [parseTime(start), parseTime(stop)];
  const range = first !== null && last !== null ? cleanRange({ start: first, stop: last }) : null;
  const shown = panels.map(({ dataset, parameter }) => newPanel(dataset, parameter));
  return { ...EMPTY, title, range, panels: shown.slice(0, MOST_PANELS) };
}
