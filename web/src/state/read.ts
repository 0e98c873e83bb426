/**
 * A view from any JSON: of this version or an older one, whole or mangled.
 *
 * What is missing or of a wrong type becomes the default; what is no view at all is null.
 */

import type { Over } from "../data/types";
import { COLOUR_MAPS, type ColourMap } from "../engine/colours";
import type { AxisChoice, Limits, ScaleKind } from "../engine/scale";
import { cleanRange } from "./range";
import {
  AS_DATA_SAY,
  FLAGGED,
  HEIGHTS,
  MOST_PANELS,
  MOST_RULERS,
  MOST_SERIES,
  newSeries,
  SIDES,
  VERSION,
  type Panel,
  type Ruler,
  type Series,
  type ViewState,
} from "./view";

type Json = Record<string, unknown>;

const MOST_TITLE = 200;
const MOST_DIMENSIONS = 8;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const oneOf = <T>(all: readonly T[], value: unknown): T | undefined =>
  all.find((one) => one === value);

export function toMap(value: unknown): ColourMap | null {
  return oneOf(COLOUR_MAPS, value) ?? null;
}

export function toScale(value: unknown): ScaleKind | null {
  return oneOf(["linear", "log"] as const, value) ?? null;
}

/** Two finite numbers in order. */
export function toLimits(value: unknown): Limits | null {
  const [low, high] = array(value);
  if (typeof low !== "number" || typeof high !== "number") return null;
  return Number.isFinite(low) && Number.isFinite(high) && low < high ? [low, high] : null;
}

export function toOver(value: unknown): Over[] {
  return array(value)
    .slice(0, MOST_DIMENSIONS)
    .map((said): Over => {
      if (said === "sum") return "sum";
      return typeof said === "number" && Number.isInteger(said) && said >= 0 ? said : "mean";
    });
}

/** The number of a dimension. */
export function toUpwards(value: unknown): number | null {
  const valid = typeof value === "number" && Number.isInteger(value) && value >= 0;
  return valid && value < MOST_DIMENSIONS ? value : null;
}

export function toHeight(value: unknown): number {
  const [least, most] = HEIGHTS;
  return typeof value === "number" && Number.isFinite(value)
    ? Math.min(most, Math.max(least, value))
    : 1;
}

function toAxis(value: unknown): AxisChoice {
  if (!isObject(value)) return AS_DATA_SAY;
  const { scale, limits, units } = value;
  return {
    scale: toScale(scale),
    limits: toLimits(limits),
    units: typeof units === "string" ? units : null,
  };
}

function toRuler(value: unknown): Ruler[] {
  if (!isObject(value)) return [];
  const { dataset, parameter } = value;
  if (typeof dataset !== "string" || typeof parameter !== "string") return [];
  return dataset && parameter ? [{ dataset, parameter }] : [];
}

function toSeries(value: unknown): Series[] {
  const [named] = toRuler(value);
  if (!named || !isObject(value)) return [];
  const { columns, side, errors, flagged } = value;
  const usual = newSeries(named.dataset, named.parameter);
  const chosen = array(columns).filter((c) => typeof c === "string");
  return [
    {
      ...usual,
      columns: chosen.length > 0 ? chosen : null,
      side: oneOf(SIDES, side) ?? usual.side,
      errors: typeof errors === "boolean" ? errors : usual.errors,
      flagged: oneOf(FLAGGED, flagged) ?? usual.flagged,
    },
  ];
}

function toPanel(value: unknown): Panel[] {
  if (!isObject(value)) return [];
  const series = array(value["series"]).flatMap(toSeries).slice(0, MOST_SERIES);
  if (series.length === 0) return [];
  const { values, second, map, upwards, over, height } = value;
  return [
    {
      series,
      values: toAxis(values),
      second: toAxis(second),
      map: toMap(map),
      upwards: toUpwards(upwards),
      over: toOver(over),
      height: toHeight(height),
    },
  ];
}

/** Version 1 had one scale a panel, and one number for all dimensions not drawn. */
function upgradePanel(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { series, map, scale, slice } = value;
  return { series, map, values: { scale }, over: typeof slice === "number" ? [slice] : [] };
}

function upgrade(value: Json): Json {
  const { v, panels } = value;
  if (v !== 1 || !Array.isArray(panels)) return value;
  return { ...value, v: VERSION, panels: panels.map(upgradePanel) };
}

/** A state from any JSON; null where it is none or of a version not known here. */
export function toViewState(value: unknown): ViewState | null {
  if (!isObject(value)) return null;
  const { v, title, range, panels, rulers } = upgrade(value);
  if (v !== VERSION || !Array.isArray(panels)) return null;
  const start = isObject(range) ? range["start"] : undefined;
  const stop = isObject(range) ? range["stop"] : undefined;
  const known = Number.isFinite(start) && Number.isFinite(stop);
  return {
    v: VERSION,
    title: typeof title === "string" ? title.slice(0, MOST_TITLE) : "",
    range: known ? cleanRange({ start: Number(start), stop: Number(stop) }) : null,
    panels: panels.flatMap(toPanel).slice(0, MOST_PANELS),
    rulers: array(rulers).flatMap(toRuler).slice(0, MOST_RULERS),
  };
}
