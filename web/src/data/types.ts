/** What the server says of its datasets, with every default filled in. */

export interface Bins {
  name: string;
  units: string | null;
  centers: number[] | null;
  ranges: [number, number][] | null;
  /** Parameter holding centres that move with time. */
  parameter: string | null;
  labels: string[] | null;
  scale: Scale;
}

export type Scale = "linear" | "log";
export type Display = "line" | "spectrogram" | "none";

export interface Parameter {
  name: string;
  /** null: the source gives none; "": dimensionless. */
  units: string | null;
  frame: string | null;
  label: string;
  description: string;
  shape: number[];
  labels: string[];
  role: string;
  display: Display;
  scale: Scale;
  numeric: boolean;
}

export interface Dataset {
  id: string;
  title: string;
  target: string | null;
  mission: string | null;
  instrument: string | null;
  simulated: boolean;
  /** Seconds between samples; null where unknown. */
  cadence: number | null;
  parameters: Parameter[];
}

/** What a search found, and which servers did not answer. */
export interface Found {
  datasets: Dataset[];
  unreachable: { source: string; why: string }[];
}

/** A view worth opening first. Times are UTC texts. */
export interface Example {
  title: string;
  description: string;
  start: string;
  stop: string;
  panels: { dataset: string; parameter: string }[];
}

/** One level of the pyramid: `width` is the length of a bucket, UTC seconds. */
export interface Level {
  level: number;
  width: number;
}

export interface TiledParameter {
  name: string;
  columns: string[];
  display: Display;
  units: string | null;
  buckets: number;
  /** Seconds a tile of single samples covers. */
  rawWidth: number;
  stats: string[];
  bins: Bins | null;
  /** Dimensions over which the mean is shown where no slice is chosen; "" is none. */
  over: string;
  /** Names of the slices that can be chosen, by number. */
  slices: string[];
}

/** How a dataset is cut into tiles. Times are UTC seconds since 1970. */
export interface Levels {
  dataset: string;
  version: string;
  start: number;
  stop: number;
  /** Finest first. */
  levels: Level[];
  parameters: TiledParameter[];
}

/** A half-open interval of UTC seconds since 1970. */
export interface Range {
  start: number;
  stop: number;
}
