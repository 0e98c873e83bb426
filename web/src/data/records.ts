/**
 * Turn the server's JSON into typed records.
 *
 * The server leaves defaults out; whatever is missing or of a wrong type becomes
 * the default here, so that nothing behind this file has to doubt its input.
 */

import type {
  Bins,
  Conversion,
  Dataset,
  Dimension,
  Display,
  Example,
  Found,
  Level,
  Levels,
  Look,
  Orbit,
  Parameter,
  Range,
  Scale,
  TiledParameter,
} from "./types";

type Json = Record<string, unknown>;

const object = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
const number = (value: unknown, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : otherwise;
const numbers = (value: unknown): number[] => array(value).map((v) => number(v, NaN));
/** Fill values of tables that were not filled to their end: a bin there has no place. */
const FILLED = 1e30;
const places = (value: unknown): number[] =>
  numbers(value).map((v) => (Math.abs(v) < FILLED ? v : NaN));
const texts = (value: unknown): string[] => array(value).map((v) => String(v));
const scale = (value: unknown): Scale => (value === "log" ? "log" : "linear");
const display = (value: unknown): Display =>
  value === "spectrogram" || value === "none" ? value : "line";

const NOT_NUMERIC = /^(U|S|O|tt2000|datetime|bool|str)/;

export function toBins(value: unknown): Bins | null {
  if (typeof value !== "object" || value === null) return null;
  const json = object(value);
  const centers = json["centers"];
  const ranges = json["ranges"];
  const labels = json["labels"];
  return {
    name: text(json["name"]),
    units: textOrNull(json["units"]),
    centers: Array.isArray(centers) ? places(centers) : null,
    ranges: Array.isArray(ranges)
      ? ranges.map((r): [number, number] => {
          const [low, high] = places(r);
          return [low ?? NaN, high ?? NaN];
        })
      : null,
    parameter: textOrNull(json["parameter"]),
    labels: Array.isArray(labels) ? texts(labels) : null,
    scale: scale(json["scale"]),
  };
}

function toParameter(value: unknown): Parameter {
  const json = object(value);
  return {
    name: text(json["name"]),
    units: textOrNull(json["units"]),
    frame: textOrNull(json["frame"]),
    label: text(json["label"]),
    description: text(json["description"]),
    shape: numbers(json["shape"]),
    labels: texts(json["labels"]),
    role: text(json["role"]) || "data",
    display: display(json["display"]),
    scale: scale(json["scale"]),
    numeric: !NOT_NUMERIC.test(text(json["dtype"])),
    uncertainty: texts(json["uncertainty"]),
    quality: textOrNull(json["quality"]),
  };
}

export function toDataset(value: unknown): Dataset {
  const json = object(value);
  const cadence = number(json["cadence_ns"], NaN);
  return {
    id: text(json["id"]),
    title: text(json["title"]),
    target: textOrNull(json["target"]),
    mission: textOrNull(json["mission"]),
    instrument: textOrNull(json["instrument"]),
    simulated: json["simulated"] === true,
    version: textOrNull(json["version"]),
    citation: textOrNull(json["citation"]),
    doi: textOrNull(json["doi"]),
    cadence: Number.isFinite(cadence) ? cadence / 1e9 : null,
    parameters: array(json["parameters"]).map(toParameter),
    files: json["source"] === "dropped" ? texts(object(json["attributes"])["files"]) : null,
  };
}

export function toLook(value: unknown): Look {
  const json = object(value);
  return {
    panels: array(json["panels"]).map(toPanel),
    refused: array(json["refused"]).map((r) => ({
      name: text(object(r)["name"]),
      reason: text(object(r)["reason"]),
    })),
  };
}

function toPanel(value: unknown): { dataset: string; parameter: string } {
  return { dataset: text(object(value)["dataset"]), parameter: text(object(value)["parameter"]) };
}

export function toFound(value: unknown): Found {
  const json = object(value);
  return {
    datasets: array(json["datasets"]).map(toDataset),
    unreachable: Object.entries(object(json["unreachable"])).map(([source, why]) => ({
      source,
      why: text(why),
    })),
  };
}

export const toLinkId = (value: unknown): string => text(object(value)["id"]);
export const toLinkState = (value: unknown): unknown => object(value)["state"];
export const toExamples = (value: unknown): Example[] => toViews(object(value)["examples"]);
export const toTemplates = (value: unknown): Example[] => toViews(object(value)["templates"]);

function toViews(value: unknown): Example[] {
  return array(value).map((v) => ({
    title: text(object(v)["title"]),
    description: text(object(v)["description"]),
    start: text(object(v)["start"]),
    stop: text(object(v)["stop"]),
    panels: array(object(v)["panels"]).map(toPanel),
  }));
}

/** What a unit converts to; the unit itself is among it. */
/** Null where nothing tells of an orbit. */
export function toOrbit(value: unknown): Orbit | null {
  const json = object(object(value)["orbit"]);
  const period = number(json["period_s"], NaN);
  const count = number(json["number"], NaN);
  if (!(period > 0)) return null;
  return {
    dataset: text(json["dataset"]),
    parameter: text(json["parameter"]),
    period,
    number: Number.isFinite(count) ? count : null,
  };
}

export function toConversions(value: unknown): Conversion[] {
  return array(object(value)["conversions"])
    .map((v) => ({ units: text(object(v)["units"]), factor: number(object(v)["factor"], NaN) }))
    .filter((c) => c.units !== "" && c.factor > 0);
}

function toDimension(value: unknown): Dimension {
  const json = object(value);
  return {
    length: number(json["length"], 0),
    bins: toBins(json["bins"]),
    buckets: number(json["buckets"], 1024),
    rawWidth: number(json["raw_width"], 0),
  };
}

function toTiled(value: unknown): TiledParameter {
  const json = object(value);
  return {
    name: text(json["name"]),
    columns: texts(json["columns"]),
    display: display(json["display"]),
    units: textOrNull(json["units"]),
    buckets: number(json["buckets"], 1024),
    rawWidth: number(json["raw_width"], 0),
    rawType: json["raw_dtype"] === "float64" ? "float64" : "float32",
    stats: texts(json["stats"]),
    bins: toBins(json["bins"]),
    upwards: number(json["upwards"], 0),
    dimensions: array(json["dimensions"]).map(toDimension),
  };
}

function toRange(value: unknown): Range | null {
  const json = object(value);
  const [start, stop] = [number(json["start"], NaN), number(json["stop"], NaN)];
  return start < stop ? { start, stop } : null;
}

export function toLevels(value: unknown): Levels {
  const json = object(value);
  const levels = array(json["levels"])
    .map((v): Level => ({
      level: number(object(v)["level"], NaN),
      width: number(object(v)["width"], NaN),
    }))
    .filter((l) => Number.isInteger(l.level) && l.width > 0)
    .sort((a, b) => a.width - b.width);
  return {
    dataset: text(json["dataset"]),
    version: text(json["version"]),
    start: number(json["start"], NaN),
    stop: number(json["stop"], NaN),
    opening: toRange(json["opening"]),
    levels,
    parameters: array(json["parameters"]).map(toTiled),
  };
}

/** Whether a parameter can be drawn at all. */
export function isDrawable(parameter: Parameter): boolean {
  return parameter.numeric && parameter.display !== "none" && parameter.role === "data";
}
