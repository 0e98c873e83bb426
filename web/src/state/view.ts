/**
 * `ViewState`: all that a link holds, and the functions that change it.
 *
 * Versioned and JSON-serialisable; every function returns a new state. What is not
 * in here (theme, width of the window) does not travel with a link.
 */

import { COLOUR_MAPS, type ColourMap } from "../engine/colours";
import { parseTime, toMicroseconds } from "../engine/time";
import type { Example, Range, Scale } from "../data/types";

export const VERSION = 1;

/** One parameter of one dataset. */
export interface Series {
  dataset: string;
  parameter: string;
}

export interface Panel {
  series: Series[];
  /** Of the values: the axis of lines, the colours of a spectrogram. null: as the data say. */
  scale: Scale | null;
  map: ColourMap | null;
  /** Of a distribution of several dimensions; null: the mean over the others. */
  slice: number | null;
}

export interface ViewState {
  v: typeof VERSION;
  /** null until something is shown: then the whole coverage. */
  range: Range | null;
  panels: Panel[];
}

export const EMPTY: ViewState = { v: VERSION, range: null, panels: [] };

/** Shortest and longest time that can be shown, s. */
const SHORTEST = 1e-3;
const LONGEST = 400 * 365.25 * 86400;
const MOST_PANELS = 64;
/** Years 1701 to 2239: what a double holds to the microsecond. */
const EARLIEST = -8.5e9;
const LATEST = 8.5e9;

/** `range` made valid: in order, not too short or long, to the microsecond. */
export function cleanRange({ start, stop }: Range): Range {
  const length = Math.min(LONGEST, Math.max(SHORTEST, stop - start));
  const middle = (start + stop) / 2;
  const asked = length === stop - start ? start : middle - length / 2;
  const begin = Math.min(LATEST - length, Math.max(EARLIEST, asked));
  const end = begin === start && length === stop - start ? stop : begin + length;
  return { start: toMicroseconds(begin), stop: toMicroseconds(end) };
}

export function withRange(view: ViewState, range: Range): ViewState {
  return { ...view, range: cleanRange(range) };
}

export function newPanel(dataset: string, parameter: string): Panel {
  return { series: [{ dataset, parameter }], scale: null, map: null, slice: null };
}

/** What an example shows. */
export function exampleView({ start, stop, panels }: Example): ViewState {
  const [first, last] = [parseTime(start), parseTime(stop)];
  const range = first !== null && last !== null ? cleanRange({ start: first, stop: last }) : null;
  const shown = panels.map(({ dataset, parameter }) => newPanel(dataset, parameter));
  return { v: VERSION, range, panels: shown.slice(0, MOST_PANELS) };
}

export function addPanel(view: ViewState, panel: Panel): ViewState {
  return { ...view, panels: [...view.panels, panel].slice(0, MOST_PANELS) };
}

export function removePanel(view: ViewState, index: number): ViewState {
  const panels = view.panels.filter((_, i) => i !== index);
  return panels.length > 0 ? { ...view, panels } : EMPTY;
}

/** Move a panel by `step` places; at the ends nothing happens. */
export function movePanel(view: ViewState, index: number, step: number): ViewState {
  const target = index + step;
  const moved = view.panels[index];
  if (!moved || target < 0 || target >= view.panels.length) return view;
  const panels = view.panels.filter((_, i) => i !== index);
  panels.splice(target, 0, moved);
  return { ...view, panels };
}

export function changePanel(view: ViewState, index: number, change: Partial<Panel>): ViewState {
  return { ...view, panels: view.panels.map((p, i) => (i === index ? { ...p, ...change } : p)) };
}

/** The range zoomed by `factor` (> 1: more time) about `centre`. */
export function zoomed({ start, stop }: Range, factor: number, centre: number): Range {
  return { start: centre + (start - centre) * factor, stop: centre + (stop - centre) * factor };
}

/** The range moved by a share of its length. */
export function shifted({ start, stop }: Range, share: number): Range {
  const by = (stop - start) * share;
  return { start: start + by, stop: stop + by };
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

function toSeries(value: unknown): Series[] {
  if (!isObject(value)) return [];
  const { dataset, parameter } = value;
  if (typeof dataset !== "string" || typeof parameter !== "string") return [];
  return dataset && parameter ? [{ dataset, parameter }] : [];
}

export function toMap(value: unknown): ColourMap | null {
  return COLOUR_MAPS.find((map) => map === value) ?? null;
}

export function toScale(value: unknown): Scale | null {
  return value === "log" || value === "linear" ? value : null;
}

export function toSlice(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function toPanel(value: unknown): Panel[] {
  if (!isObject(value) || !Array.isArray(value["series"])) return [];
  const series = value["series"].flatMap(toSeries);
  if (series.length === 0) return [];
  const { scale, map, slice } = value;
  return [{ series, scale: toScale(scale), map: toMap(map), slice: toSlice(slice) }];
}

/** A state from any JSON; null where it is none or of a version not known here. */
export function toViewState(value: unknown): ViewState | null {
  if (!isObject(value) || value["v"] !== VERSION || !Array.isArray(value["panels"])) return null;
  const range = value["range"];
  const start = isObject(range) ? range["start"] : undefined;
  const stop = isObject(range) ? range["stop"] : undefined;
  const known = Number.isFinite(start) && Number.isFinite(stop);
  return {
    v: VERSION,
    range: known ? cleanRange({ start: Number(start), stop: Number(stop) }) : null,
    panels: value["panels"].flatMap(toPanel).slice(0, MOST_PANELS),
  };
}
